/** Searches for vectors in every mode: {@code nseek search}. */
package org.nseekfs.cli.search;
