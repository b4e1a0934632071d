/**
 * The queries over all segments of an index, and their results: all that users name. {@link
 * org.nseekfs.search.ExactKnnVectorQuery} is where to begin.
 *
 * <p>{@link org.nseekfs.search.ExactVectorQuery} and its subclasses find every hit and give a
 * certificate. {@link org.nseekfs.search.LshKnnVectorQuery} finds a stated share of the hits, and
 * {@link org.nseekfs.search.AutoKnnVectorQuery} chooses whichever is cheaper. All are searched by a
 * {@code search} method of their own or as a clause of other queries, where they rewrite to a
 * {@link org.nseekfs.search.RankedDocsQuery}. That query explains its hits by a {@code
 * SearchOrigin}, which knows the last hit and so can say how far a miss is below it. {@link
 * org.nseekfs.search.VectorScoreQuery}, {@link org.nseekfs.search.VectorRescorer} and {@link
 * org.nseekfs.search.VectorSimilarityValues} score, rank and sort documents that something else has
 * found, by the same raw values. {@link org.nseekfs.search.WarmUp} makes first searches fast.
 */
package org.nseekfs.search;
