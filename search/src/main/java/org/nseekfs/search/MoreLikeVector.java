package org.nseekfs.search;

import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.leaf.StoredVectors;
import org.nseekfs.search.leaf.VectorLeaf;

/**
 * Finds the nearest neighbours of documents of an index: the target is a document's vector as it is
 * stored, and the document itself is no hit. Others with the same vector are.
 *
 * <p>A document that is deleted but not yet merged away still has its vector, and neighbours. All
 * document ids are those of the reader given; the queries made are for that reader alone.
 */
public final class MoreLikeVector {

  private final IndexReader reader;
  private final String field;

  /** Neighbours in {@code field} among the documents of {@code reader}. */
  public MoreLikeVector(IndexReader reader, String field) {
    this.reader = reader;
    this.field = field;
  }

  /** The {@code k} documents nearest to {@code doc}; throws as the one with a filter. */
  public ExactKnnVectorQuery like(int doc, int k) throws IOException {
    return like(doc, k, null);
  }

  /**
   * A query for the {@code k} documents nearest to {@code doc}, without it, among those that {@code
   * filter} accepts.
   *
   * @param filter null if every other document may be a hit
   * @throws IllegalArgumentException if there is no such document, it has no vector in the field,
   *     or {@code k} is below 1
   * @throws IllegalStateException naming field and segment, if it is an F64 vector in a segment
   *     that a writer without NSeekCodec has merged
   */
  public ExactKnnVectorQuery like(int doc, int k, Query filter) throws IOException {
    return new ExactKnnVectorQuery(field, target(doc), k, others(doc, filter));
  }

  private QueryVector target(int doc) throws IOException {
    LeafReaderContext context = StoredVectors.leafOf(reader, doc);
    VectorLeaf leaf = VectorLeaf.find(context, field);
    Object vector = leaf == null ? null : StoredVectors.vector(leaf, doc - context.docBase);
    if (vector == null) {
      throw StoredVectors.none(field, doc);
    }
    return QueryVector.ofArray(vector);
  }

  private Query others(int doc, Query filter) {
    Query others = new OtherDocsQuery(reader, doc);
    return filter == null
        ? others
        : new BooleanQuery.Builder()
            .add(filter, BooleanClause.Occur.FILTER)
            .add(others, BooleanClause.Occur.FILTER)
            .build();
  }
}
