package org.nseekfs.search.hybrid;

/**
 * A document of rank r, from 1, is worth 1 / (rankConstant + r), whatever its score: G. V. Cormack,
 * C. L. A. Clarke, S. Buettcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank
 * Learning Methods", SIGIR 2009. With weights of 1 the scores are those of Lucene's {@code
 * TopDocs.rrf}, bit for bit.
 *
 * @param rankConstant how little the first ranks stand out, at least 1
 */
public record ReciprocalRankFusion(int rankConstant) implements Fusion {

  /** With the rank constant of the paper, 60. */
  public static final ReciprocalRankFusion DEFAULT = new ReciprocalRankFusion(60);

  /** Checks the constant. */
  public ReciprocalRankFusion {
    if (rankConstant < 1) {
      throw new IllegalArgumentException("rankConstant must be at least 1, got " + rankConstant);
    }
  }

  @Override
  public double[] normalize(float[] scores) {
    double[] normalized = new double[scores.length];
    for (int slot = 0; slot < normalized.length; slot++) {
      normalized[slot] = 1d / ((double) rankConstant + (slot + 1));
    }
    return normalized;
  }

  @Override
  public String toString() {
    return "rrf(" + rankConstant + ")";
  }
}
