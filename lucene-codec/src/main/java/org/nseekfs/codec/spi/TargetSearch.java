package org.nseekfs.codec.spi;

import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.nseekfs.quantization.QueryVector;

/**
 * One search of a batch, of one field of one segment.
 *
 * @param target of the field's type and dimension
 * @param collector a {@link RawCollector} gets raw values, any other scores
 * @param acceptDocs null if all documents are accepted
 */
public record TargetSearch(QueryVector target, KnnCollector collector, AcceptDocs acceptDocs) {}
