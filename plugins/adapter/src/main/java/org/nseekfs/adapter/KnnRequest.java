package org.nseekfs.adapter;

import java.util.Arrays;
import java.util.Locale;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.join.BitSetProducer;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.AutoKnnVectorQuery;
import org.nseekfs.search.ExactDiversifyingChildrenVectorQuery;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactRadiusVectorQuery;
import org.nseekfs.search.LshKnnVectorQuery;
import org.nseekfs.search.TargetQuery;

/**
 * A search for the vectors that are nearest to one, as a request asks for it: the {@code k}
 * nearest, or all that are at least so near.
 *
 * @param k how many; null if {@code minSimilarity} is given
 * @param mode how; null means {@link Mode#EXACT}
 * @param recallTarget the share of the true hits to find in the modes {@link Mode#LSH} and {@link
 *     Mode#AUTO}, above 0 and at most 1; null means {@link #DEFAULT_RECALL_TARGET}
 * @param minSimilarity the least raw similarity of a hit: dot product, cosine, or negated squared
 *     distance; null if {@code k} is given
 */
public record KnnRequest(Integer k, Mode mode, Double recallTarget, Double minSimilarity) {

  /** The recall target of requests that name none. */
  public static final double DEFAULT_RECALL_TARGET = .95;

  /** How to search. */
  public enum Mode {
    /** Every hit, certified. */
    EXACT,
    /** To a recall target, by sign codes. */
    LSH,
    /** Whichever is expected to be cheaper. */
    AUTO;

    /** What requests say. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mode of a label, in any case.
     *
     * @throws IllegalArgumentException naming it, if there is none
     */
    public static Mode fromLabel(String label) {
      return Arrays.stream(values())
          .filter(mode -> mode.label().equals(label.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "mode must be one of "
                          + Arrays.stream(values()).map(Mode::label).toList()
                          + ", got \""
                          + label
                          + "\""));
    }
  }

  /**
   * Checks its arguments.
   *
   * @throws IllegalArgumentException naming the value, if one is out of range, or two contradict
   *     each other
   */
  public KnnRequest {
    mode = mode == null ? Mode.EXACT : mode;
    if ((k == null) == (minSimilarity == null)) {
      throw new IllegalArgumentException(
          "one of k and min_similarity must be given, got "
              + (k == null ? "neither" : "k " + k + " and min_similarity " + minSimilarity));
    }
    if (k != null && k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    if (minSimilarity != null && minSimilarity.isNaN()) {
      throw new IllegalArgumentException("min_similarity must be a number, got NaN");
    }
    if (recallTarget != null && mode == Mode.EXACT) {
      throw new IllegalArgumentException(
          "recall_target " + recallTarget + " needs mode lsh or auto, got exact");
    }
    if (minSimilarity != null && mode != Mode.EXACT) {
      throw new IllegalArgumentException(
          "min_similarity " + minSimilarity + " needs mode exact, got " + mode.label());
    }
    if (recallTarget != null && !(recallTarget > 0 && recallTarget <= 1)) {
      throw new IllegalArgumentException(
          "recall_target must be above 0 and at most 1, got " + recallTarget);
    }
  }

  /** Without {@code minSimilarity}. */
  public static KnnRequest exact(int k) {
    return new KnnRequest(k, Mode.EXACT, null, null);
  }

  /**
   * The query.
   *
   * @param target elements as the request has them
   * @param filter which documents may be hits; null if all may
   * @throws IllegalArgumentException naming the field and what was expected and got, if the target
   *     does not fit the field
   */
  public TargetQuery toQuery(VectorField field, double[] target, Query filter) {
    Object array = VectorElements.of(field, target).toArray();
    if (minSimilarity != null) {
      return radius(field.name(), array, filter);
    }
    double recall = recallTarget == null ? DEFAULT_RECALL_TARGET : recallTarget;
    return switch (mode) {
      case EXACT -> exact(field.name(), array, filter);
      case LSH -> lsh(field.name(), array, recall, filter);
      case AUTO -> auto(field.name(), array, recall, filter);
    };
  }

  /**
   * The query for nested objects: the nearest of each of {@code k} parents.
   *
   * @param parents of the objects; null where the field is one of documents, as {@link #toQuery}
   *     without it
   * @throws IllegalArgumentException as above, and if the mode is {@link Mode#LSH}
   */
  public TargetQuery toQuery(
      VectorField field, double[] target, Query filter, BitSetProducer parents) {
    if (parents == null || minSimilarity != null) {
      return toQuery(field, target, filter);
    }
    if (mode == Mode.LSH) {
      throw new IllegalArgumentException(
          "field \""
              + field.name()
              + "\" lies in nested objects: mode must be exact or auto, got lsh");
    }
    QueryVector vector = QueryVector.ofArray(VectorElements.of(field, target).toArray());
    return new ExactDiversifyingChildrenVectorQuery(field.name(), vector, k, filter, parents);
  }

  private TargetQuery radius(String field, Object target, Query filter) {
    return new ExactRadiusVectorQuery(field, QueryVector.ofArray(target), minSimilarity, filter);
  }

  private TargetQuery exact(String field, Object target, Query filter) {
    return new ExactKnnVectorQuery(field, QueryVector.ofArray(target), k, filter);
  }

  private TargetQuery lsh(String field, Object target, double recall, Query filter) {
    return new LshKnnVectorQuery(field, QueryVector.ofArray(target), k, recall, filter);
  }

  private TargetQuery auto(String field, Object target, double recall, Query filter) {
    return new AutoKnnVectorQuery(field, QueryVector.ofArray(target), k, recall, filter);
  }
}
