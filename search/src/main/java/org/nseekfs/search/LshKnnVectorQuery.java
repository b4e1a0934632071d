package org.nseekfs.search;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;

/**
 * The k nearest documents of a vector field, among those that an optional filter accepts, found to
 * a recall target: of the true k, that share is found on average over queries.
 *
 * <p>Documents are first judged by their sign codes, which tell a vector's direction by a bit for
 * each of many hyperplanes; those that may be hits, as far as the target asks, are scored exactly.
 * Segments without such codes are searched exactly. A recall target of 1 finds the true k.
 */
public final class LshKnnVectorQuery extends TargetQuery {

  private final int k;
  private final double recallTarget;

  /** The {@code k} documents nearest to {@code target}; throws as the one with a filter. */
  public LshKnnVectorQuery(String field, float[] target, int k, double recallTarget) {
    this(field, target, k, recallTarget, null);
  }

  /**
   * The {@code k} documents nearest to {@code target} among those that {@code filter} accepts.
   *
   * @param target of the field's dimension; copied
   * @param recallTarget the share of the true hits to find, above 0 and at most 1
   * @param filter null if every document may be a hit
   * @throws IllegalArgumentException if {@code k} is below 1, the recall target is out of range, or
   *     the target is empty or not finite
   */
  public LshKnnVectorQuery(
      String field, float[] target, int k, double recallTarget, Query filter) {
    this(field, Target.of(field, target), k, recallTarget, filter);
  }

  /** The same for F64 fields. */
  public LshKnnVectorQuery(
      String field, double[] target, int k, double recallTarget, Query filter) {
    this(field, Target.of(field, target), k, recallTarget, filter);
  }

  /** The same for fields of bytes. */
  public LshKnnVectorQuery(String field, byte[] target, int k, double recallTarget, Query filter) {
    this(field, Target.of(field, target), k, recallTarget, filter);
  }

  private LshKnnVectorQuery(
      String field, Target target, int k, double recallTarget, Query filter) {
    super(field, target, filter);
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    if (!(recallTarget > 0 && recallTarget <= 1)) {
      throw new IllegalArgumentException(
          "recallTarget must be above 0 and at most 1, got " + recallTarget);
    }
    this.k = k;
    this.recallTarget = recallTarget;
  }

  /**
   * Searches by itself, outside Lucene's pipeline: ranked by (raw similarity, document id), with
   * what the search did and what recall it expects. An index without documents has no hits.
   *
   * @throws IllegalArgumentException naming the field, if it is unknown or has no vectors, or if
   *     its type or dimension is not the target's
   * @throws IllegalStateException naming field and segment, if F64 vectors lie in a segment that a
   *     writer without NSeekCodec has merged
   */
  public LshTopDocs search(IndexSearcher searcher) throws IOException {
    VectorLeaves found = findKnown(searcher.getIndexReader());
    List<VectorLeaf> leaves = found.leaves();
    return new LshTopDocs(
        new VectorSearch(searcher, leaves).search(request(Ranking.RAW, mode(found))), recallTarget);
  }

  /** How many documents are found, if there are as many. */
  public int getK() {
    return k;
  }

  /** The share of the true hits to find. */
  public double getRecallTarget() {
    return recallTarget;
  }

  @Override
  SearchMode mode(VectorLeaves found) {
    return recallTarget == 1 ? SearchMode.CERTIFIED : SearchMode.lsh(recallTarget);
  }

  @Override
  Question question(Ranking ranking) {
    return Question.nearest(target(), k, ranking);
  }

  @Override
  String limit() {
    return "within the " + k + " nearest found to a recall of " + recallTarget;
  }

  @Override
  public String toString(String defaultField) {
    return text(k + "," + recallTarget);
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && k == ((LshKnnVectorQuery) other).k
        && recallTarget == ((LshKnnVectorQuery) other).recallTarget
        && equalsTo((LshKnnVectorQuery) other);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), getField(), target(), k, recallTarget, getFilter());
  }
}
