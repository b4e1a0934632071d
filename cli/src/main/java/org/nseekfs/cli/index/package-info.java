/** Indexes: how they are named, opened and read, and what is shown of their documents. */
package org.nseekfs.cli.index;
