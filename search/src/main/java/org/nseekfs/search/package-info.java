/**
 * Exact search over vectors of all segments, search to a recall target, and what ranks, scores,
 * sorts and explains by the same raw values. {@link org.nseekfs.search.ExactKnnVectorQuery} is
 * where to begin.
 */
package org.nseekfs.search;
