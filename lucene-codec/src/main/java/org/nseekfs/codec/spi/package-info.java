/**
 * What a search over all segments asks of the reader of one, beside what Lucene's interfaces say:
 * raw values instead of scores, and what it may leave out.
 */
package org.nseekfs.codec.spi;
