/**
 * One search, from the question to the ranked documents. Not API.
 *
 * <p>A {@link org.nseekfs.search.execution.Question} is what is asked, a {@link
 * org.nseekfs.search.execution.SearchMode} how it is answered. {@link
 * org.nseekfs.search.execution.VectorSearch} finds the accepted documents of every leaf, splits big
 * leaves into parts ({@code LeafPart}), runs a task for each, and ranks what they find. {@code
 * SharedSearch} is what the parts of one search share: the threshold, the heaps ({@link
 * org.nseekfs.search.execution.BestDocs}), the deadline. {@code PartSearch} is what one thread does
 * of it, and the collector that a reader is given; {@code ValueScan} searches leaves whose reader
 * is not ours. {@link org.nseekfs.search.execution.SearchResult} is what was found and done.
 */
package org.nseekfs.search.execution;
