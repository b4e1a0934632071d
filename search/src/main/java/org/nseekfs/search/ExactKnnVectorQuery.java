package org.nseekfs.search;

import java.util.Objects;
import org.apache.lucene.search.Query;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.execution.Question;
import org.nseekfs.search.execution.Ranking;

/**
 * The exact k nearest documents of a vector field, among those that an optional filter accepts.
 *
 * <p>{@link #search} ranks by (raw similarity, document id). As a clause in Lucene's pipeline the
 * query matches the k documents with the best (float score, document id) of the whole index, scored
 * as Lucene scores the field's similarity function.
 */
public final class ExactKnnVectorQuery extends ExactVectorQuery {

  private final int k;

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
    this(field, TargetQuery.target(field, target), k, filter);
  }

  /**
   * The {@code k} documents nearest to {@code target} among those that {@code filter} accepts.
   *
   * @param target of the field's type and dimension
   * @param filter null if every document may be a hit
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  public ExactKnnVectorQuery(String field, QueryVector target, int k, Query filter) {
    super(field, target, filter);
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    this.k = k;
  }

  /** How many documents are found, if there are as many. */
  public int getK() {
    return k;
  }

  /**
   * This query for another number of documents.
   *
   * @throws IllegalArgumentException if that is below 1
   */
  public ExactKnnVectorQuery withK(int other) {
    return new ExactKnnVectorQuery(getField(), getTarget(), other, getFilter());
  }

  @Override
  Question question(Ranking ranking) {
    return Question.nearest(getTarget(), getFilter(), k, ranking);
  }

  @Override
  String limit() {
    return "within the " + k + " nearest";
  }

  @Override
  public String toString(String defaultField) {
    return text(Integer.toString(k));
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && k == ((ExactKnnVectorQuery) other).k
        && equalsTo((ExactKnnVectorQuery) other);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), getField(), getTarget(), k, getFilter());
  }
}
