/**
 * What a search over all segments and the reader of one say to each other, beyond Lucene's
 * interfaces.
 *
 * <p>A {@link org.nseekfs.codec.spi.RawCollector} is one of Lucene's collectors. It tells the
 * reader which documents to search and what raw value still matters; the reader gives it raw values
 * in any order, as to any {@link org.nseekfs.codec.spi.RawTaker}, and says what it left out. A
 * reader acknowledges the collector first: where none does, the segment is in another format.
 * {@link org.nseekfs.codec.spi.SearchCodes} is what the parts of a search share about codes. {@link
 * org.nseekfs.codec.spi.TargetSearch} is one search of a batch, and {@link
 * org.nseekfs.codec.spi.RawVectorScorer} scores single documents. {@link
 * org.nseekfs.codec.spi.RawScores} makes Lucene's scores of raw values, and {@link
 * org.nseekfs.codec.spi.SupportedLucene} says which Lucene is too old.
 */
package org.nseekfs.codec.spi;
