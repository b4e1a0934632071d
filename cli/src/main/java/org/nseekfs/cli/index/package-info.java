/** Indexes as {@code nseek index} makes them: how they are written, opened and read back. */
package org.nseekfs.cli.index;
