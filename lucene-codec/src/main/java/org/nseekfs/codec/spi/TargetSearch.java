package org.nseekfs.codec.spi;

import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;

/**
 * One search of a batch, of one field of one segment.
 *
 * @param target {@code float[]} or {@code byte[]}; for F64 little-endian doubles
 * @param collector with a strategy of its own, if any
 * @param acceptDocs null if all documents are accepted
 */
public record TargetSearch(Object target, KnnCollector collector, AcceptDocs acceptDocs) {}
