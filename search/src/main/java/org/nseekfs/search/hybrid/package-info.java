/**
 * Queries of several clauses, and how their ranked lists become one.
 *
 * <p>{@link org.nseekfs.search.hybrid.HybridQuery} searches clause by clause when it is rewritten:
 * a vector query by raw similarity, any other through the searcher. Each list is cut at its window,
 * and the {@link org.nseekfs.search.hybrid.Fusion} makes its scores comparable. {@code FusedHits}
 * gathers a document's places in the lists and has them combined. Documents are ranked by the float
 * that Lucene's collectors will see, then by document, so that a larger k only goes on where a
 * smaller one ends.
 *
 * <p>The k best become a {@link org.nseekfs.search.RankedDocsQuery}, whose {@code HybridOrigin}
 * keeps the lists for explanations. A search in a reader of one bare leaf, such as the one that
 * {@code UnifiedHighlighter} makes of every document, has other lists: there {@code matches} goes
 * by what the text clauses match.
 *
 * <p>{@link org.nseekfs.search.hybrid.FusedHit} and {@link org.nseekfs.search.hybrid.ScoredList}
 * fuse lists whose hits have any key, for those who gather lists from several indexes.
 */
package org.nseekfs.search.hybrid;
