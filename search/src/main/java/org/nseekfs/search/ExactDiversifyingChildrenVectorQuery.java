package org.nseekfs.search;

import java.util.Objects;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.join.BitSetProducer;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.execution.Question;
import org.nseekfs.search.execution.Ranking;

/**
 * Of each of the k parents whose best child is nearest, that child: exact, for documents indexed in
 * blocks whose children have the vectors. What {@link
 * org.apache.lucene.search.join.ToParentBlockJoinQuery} makes parents of.
 *
 * <p>A parent's best child is that with the best (raw similarity, document id) of those that an
 * optional filter accepts; the children found are ranked by the same. As a clause in Lucene's
 * pipeline it is (float score, document id) in both places. Parents without such a child are not
 * found, nor are documents that no parent follows in their segment, nor vectors of parents.
 *
 * <p>In a certificate, that siblings exclude each other is part of the filter's text.
 */
public final class ExactDiversifyingChildrenVectorQuery extends ExactVectorQuery {

  private final int k;
  private final BitSetProducer parents;

  /**
   * The best children of {@code k} parents, among those children that {@code filter} accepts.
   *
   * @param target of the field's dimension; copied
   * @param k how many parents
   * @param filter of children; null if every child may be found
   * @param parents which documents are parents
   * @throws IllegalArgumentException if {@code k} is below 1, or the target is empty or not finite
   */
  public ExactDiversifyingChildrenVectorQuery(
      String field, float[] target, int k, Query filter, BitSetProducer parents) {
    this(field, TargetQuery.target(field, target), k, filter, parents);
  }

  /**
   * The best children of {@code k} parents, among those children that {@code filter} accepts.
   *
   * @param target of the field's type and dimension
   * @param k how many parents
   * @param filter of children; null if every child may be found
   * @param parents which documents are parents
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  public ExactDiversifyingChildrenVectorQuery(
      String field, QueryVector target, int k, Query filter, BitSetProducer parents) {
    super(field, target, filter);
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    this.k = k;
    this.parents = Objects.requireNonNull(parents, "parents");
  }

  /** How many parents have their best child found, if there are as many. */
  public int getK() {
    return k;
  }

  /** Which documents are parents. */
  public BitSetProducer getParents() {
    return parents;
  }

  @Override
  Question question(Ranking ranking) {
    return Question.nearestChildren(getTarget(), getFilter(), k, ranking, parents);
  }

  @Override
  String limit() {
    return "the best child of one of the " + k + " nearest parents";
  }

  @Override
  String omission() {
    return "is of another parent; this one has a nearer sibling, or no parent";
  }

  @Override
  String restriction() {
    String children = "one child each of " + parents;
    return getFilter() == null ? children : getFilter() + ", " + children;
  }

  @Override
  public String toString(String defaultField) {
    return text(k + "," + parents);
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && k == ((ExactDiversifyingChildrenVectorQuery) other).k
        && parents.equals(((ExactDiversifyingChildrenVectorQuery) other).parents)
        && equalsTo((ExactDiversifyingChildrenVectorQuery) other);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), getField(), getTarget(), k, parents, getFilter());
  }
}
