package org.nseekfs.search.hybrid;

import java.util.List;

/**
 * Makes one score of a document's places in several ranked lists: first the scores of each list are
 * made comparable, then those of a document are combined. Implementations have value equality, a
 * text that names them, and no state; threads share them.
 */
public interface Fusion {

  /**
   * Makes the scores of one list comparable with those of others. A document that is not in a list
   * gets nothing from it, so that 0 is what a document is worth which the list does not hold.
   *
   * @param scores Lucene's scores of at least one hit, the best first, none below 0
   * @return a value for each, in that order, the larger the better
   */
  double[] normalize(float[] scores);

  /**
   * The fused score of a document: the weighted sum, unless overridden.
   *
   * @param places in the lists that hold the document, in the order of the lists; at least one
   * @return finite and at least 0
   */
  default double combine(List<Place> places) {
    double sum = 0;
    for (Place place : places) {
      sum += place.contribution();
    }
    return sum;
  }

  /**
   * Where a list has a document.
   *
   * @param weight the list's
   * @param rank from 1
   * @param score Lucene's
   * @param normalized what {@link #normalize} made of it
   */
  record Place(float weight, int rank, float score, double normalized) {

    /** The weighted normalized score. */
    public double contribution() {
      return weight * normalized;
    }
  }
}
