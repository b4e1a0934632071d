package org.nseekfs.quantization.kernel.sum;

/** What a {@link RowSum} sums over the elements t of a target and x of a row. */
public enum Operation {
  /** t * x. */
  DOT,
  /** (t - x) * (t - x). */
  SQUARE_DISTANCE,
  /** x * x; of the target only its length counts. */
  SQUARE_NORM
}
