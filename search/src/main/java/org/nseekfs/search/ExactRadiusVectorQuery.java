package org.nseekfs.search;

import java.util.Objects;
import org.apache.lucene.search.Query;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.execution.Question;
import org.nseekfs.search.execution.Ranking;

/**
 * All documents of a vector field whose raw similarity to a target is at least a bound, among those
 * that an optional filter accepts: complete, whatever their number.
 *
 * <p>The bound is in raw units, see {@link org.nseekfs.quantization.Similarity}: a dot product, a
 * cosine, or for Euclidean fields a <em>negated squared</em> distance, so that documents within
 * distance d are those from {@code -d * d} on. Not one of Lucene's scores.
 *
 * <p>{@link #search} ranks by (raw similarity, document id), {@code totalHits} counting all
 * documents considered and {@code scoreDocs} holding the hits. As a clause in Lucene's pipeline the
 * query matches the same documents, scored as Lucene scores the field's similarity function.
 */
public final class ExactRadiusVectorQuery extends ExactVectorQuery {

  private final double minRaw;

  /** The documents at least {@code minRaw} near; throws as the one with a filter. */
  public ExactRadiusVectorQuery(String field, float[] target, double minRaw) {
    this(field, target, minRaw, null);
  }

  /**
   * The documents at least {@code minRaw} near to {@code target} among those that {@code filter}
   * accepts.
   *
   * @param target of the field's dimension; copied
   * @param minRaw the smallest raw similarity of a hit
   * @param filter null if every document may be a hit
   * @throws IllegalArgumentException if {@code minRaw} is not a number, or the target is empty or
   *     not finite
   */
  public ExactRadiusVectorQuery(String field, float[] target, double minRaw, Query filter) {
    this(field, TargetQuery.target(field, target), minRaw, filter);
  }

  /**
   * The documents at least {@code minRaw} near to {@code target} among those that {@code filter}
   * accepts.
   *
   * @param target of the field's type and dimension
   * @param minRaw the smallest raw similarity of a hit
   * @param filter null if every document may be a hit
   * @throws IllegalArgumentException if {@code minRaw} is not a number
   */
  public ExactRadiusVectorQuery(String field, QueryVector target, double minRaw, Query filter) {
    super(field, target, filter);
    if (Double.isNaN(minRaw)) {
      throw new IllegalArgumentException("minRaw must be a number, got NaN");
    }
    this.minRaw = minRaw + 0d;
  }

  /** The smallest raw similarity of a hit; never -0. */
  public double getMinRaw() {
    return minRaw;
  }

  @Override
  Question question(Ranking ranking) {
    return Question.within(getTarget(), getFilter(), minRaw);
  }

  @Override
  String limit() {
    return "of a raw similarity of at least " + minRaw;
  }

  @Override
  public String toString(String defaultField) {
    return text("raw>=" + minRaw);
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && minRaw == ((ExactRadiusVectorQuery) other).minRaw
        && equalsTo((ExactRadiusVectorQuery) other);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), getField(), getTarget(), minRaw, getFilter());
  }
}
