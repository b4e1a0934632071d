/** The model that makes vectors of texts, run in this process. */
package org.nseekfs.cli.embedding;
