package org.nseekfs.codec;

import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;

/**
 * One search of several that a reader runs together.
 *
 * @param target a {@code float[]}, or a {@code byte[]}: for F64 little-endian doubles
 * @param acceptDocs which documents may be hits
 */
public record TargetSearch(Object target, KnnCollector collector, AcceptDocs acceptDocs) {}
