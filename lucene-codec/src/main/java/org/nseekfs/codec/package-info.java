/**
 * The vectors format: {@link org.nseekfs.codec.NSeekVectorsFormat}, with its reader, its writer and
 * its configuration. {@link org.nseekfs.codec.NSeekCodec} is what an IndexWriter is given.
 *
 * <p>The format's Javadoc maps every file. {@link org.nseekfs.codec.DoubleVectorField} brings
 * vectors of doubles, for which Lucene has no field. {@link org.nseekfs.codec.NSeekVectorsReader}
 * answers queries of ours with raw values. A collector that is not ours, such as that of a stock
 * kNN query, gets Lucene's scores; documents are pruned for it too, by its {@code
 * minCompetitiveSimilarity}.
 *
 * <p>Of the packages below, {@link org.nseekfs.codec.spi} is for whoever searches by raw values.
 * The others are no API.
 */
package org.nseekfs.codec;
