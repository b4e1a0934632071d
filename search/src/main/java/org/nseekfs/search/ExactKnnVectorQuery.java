package org.nseekfs.search;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;

/**
 * The exact k nearest documents of a vector field, among those that an optional filter accepts.
 *
 * <p>{@link #search} ranks by (raw similarity, document id). As a clause in Lucene's pipeline the
 * query matches the k documents with the best (float score, document id) of the whole index, scored
 * as Lucene scores the field's similarity function. A {@code float[]} target searches fields of F8
 * to F32, a {@code double[]} F64, a {@code byte[]} BYTE. Segments in other formats are searched as
 * exactly, one vector at a time, with the values they hold taken as F32 or BYTE.
 *
 * <p>The work is spread over the searcher's executor, inside big segments too. When the searcher's
 * timeout passes, the best documents seen so far are the result.
 */
public final class ExactKnnVectorQuery extends Query {

  private final String field;
  private final Target target;
  private final int k;
  private final Query filter;

  /** The {@code k} documents nearest to {@code target}; throws as the one with a filter. */
  public ExactKnnVectorQuery(String field, float[] target, int k) {
    this(field, target, k, null);
  }

  /**
   * The {@code k} documents nearest to {@code target} among those that {@code filter} accepts.
   *
   * @param target of the field's dimension; copied
   * @param filter null if every document may be a hit
   * @throws IllegalArgumentException if {@code k} is below 1, or the target is empty or not finite
   */
  public ExactKnnVectorQuery(String field, float[] target, int k, Query filter) {
    this(field, Target.of(field, target), k, filter);
  }

  /** The same for F64 fields; throws as {@link #ExactKnnVectorQuery(String, float[], int)}. */
  public ExactKnnVectorQuery(String field, double[] target, int k) {
    this(field, target, k, null);
  }

  /** The same for F64 fields; throws as {@link #ExactKnnVectorQuery(String, float[], int)}. */
  public ExactKnnVectorQuery(String field, double[] target, int k, Query filter) {
    this(field, Target.of(field, target), k, filter);
  }

  /** The same for fields of bytes; throws as {@link #ExactKnnVectorQuery(String, float[], int)}. */
  public ExactKnnVectorQuery(String field, byte[] target, int k) {
    this(field, target, k, null);
  }

  /** The same for fields of bytes; throws as {@link #ExactKnnVectorQuery(String, float[], int)}. */
  public ExactKnnVectorQuery(String field, byte[] target, int k, Query filter) {
    this(field, Target.of(field, target), k, filter);
  }

  private ExactKnnVectorQuery(String field, Target target, int k, Query filter) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    this.field = field;
    this.target = target;
    this.k = k;
    this.filter = filter;
  }

  /**
   * Searches by itself, outside Lucene's pipeline: ranked by (raw similarity, document id), with
   * what the search cost and whether it is complete. An index without documents has no hits.
   *
   * @throws IllegalArgumentException naming the field, if it is unknown or has no vectors, or if
   *     its type or dimension is not the target's
   * @throws IllegalStateException naming field and segment, if F64 vectors lie in a segment that a
   *     writer without NSeekCodec has merged
   */
  public ExactTopDocs search(IndexSearcher searcher) throws IOException {
    VectorLeaves found = VectorLeaves.find(searcher.getIndexReader(), field, target);
    if (!found.isKnown() && !searcher.getIndexReader().leaves().isEmpty()) {
      throw new IllegalArgumentException("field \"" + field + "\" is unknown to this index");
    }
    return new ExactSearch(searcher, target, k, Ranking.RAW).search(found.leaves(), filter);
  }

  /**
   * Searches; the result matches the documents found, or none.
   *
   * @throws IllegalArgumentException as {@link #search}, save that a field unknown to the index
   *     matches nothing
   * @throws IllegalStateException as {@link #search}
   */
  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    VectorLeaves found = VectorLeaves.find(searcher.getIndexReader(), field, target);
    if (!found.isKnown()) {
      return new MatchNoDocsQuery("field \"" + field + "\" is unknown to this index");
    }
    ExactTopDocs topDocs =
        new ExactSearch(searcher, target, k, Ranking.SCORE).search(found.leaves(), filter);
    if (topDocs.scoreDocs.length == 0) {
      return new MatchNoDocsQuery("no accepted document has a vector in field \"" + field + "\"");
    }
    return new RankedDocsQuery(
        new ExactOrigin(this), (RawScoreDoc[]) topDocs.scoreDocs, searcher.getIndexReader());
  }

  @Override
  public void visit(QueryVisitor visitor) {
    if (visitor.acceptField(field)) {
      visitor.visitLeaf(this);
    }
  }

  /** The vector field. */
  public String getField() {
    return field;
  }

  /** How many documents are found, if there are as many. */
  public int getK() {
    return k;
  }

  /** Which documents may be hits; null if all may. */
  public Query getFilter() {
    return filter;
  }

  Target target() {
    return target;
  }

  @Override
  public String toString(String defaultField) {
    String restriction = filter == null ? "" : "[" + filter + "]";
    return getClass().getSimpleName() + ":" + field + "," + target + "[" + k + "]" + restriction;
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other) && equalsTo((ExactKnnVectorQuery) other);
  }

  private boolean equalsTo(ExactKnnVectorQuery other) {
    return k == other.k
        && field.equals(other.field)
        && target.equals(other.target)
        && Objects.equals(filter, other.filter);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), field, target, k, filter);
  }
}
