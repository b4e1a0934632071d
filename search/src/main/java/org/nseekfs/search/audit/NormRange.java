package org.nseekfs.search.audit;

import org.nseekfs.quantization.NormLimits;

/**
 * Bounds of the Euclidean norms of vectors: none is below {@code least} or above {@code greatest},
 * whatever was rounded.
 */
record NormRange(double least, double greatest) {

  /** Of no vector. */
  static final NormRange NONE = new NormRange(Double.POSITIVE_INFINITY, 0);

  /**
   * Bounds of one norm. A sum of n squares, each rounded and added in turn, is within a factor of 1
   * +- n 2^-52 and n times the smallest double of the true one; 8 more cover what is done to it
   * here.
   */
  static NormRange of(double[] vector) {
    double square = 0;
    for (double element : vector) {
      square += element * element;
    }
    double relative = (vector.length + 8) * 0x1p-52;
    double underflow = (vector.length + 8) * Double.MIN_VALUE;
    return new NormRange(
        Math.sqrt(Math.max(0, square * (1 - relative) - underflow)),
        Math.sqrt(square * (1 + relative) + underflow));
  }

  /** Bounds of the norms of all vectors of both. */
  NormRange or(NormRange other) {
    return new NormRange(Math.min(least, other.least), Math.max(greatest, other.greatest));
  }

  /** Whether all of them are within {@code limits}, and none is 0. */
  boolean isWithin(NormLimits limits) {
    return least >= Math.scalb(1d, limits.least()) && greatest <= Math.scalb(1d, limits.greatest());
  }
}
