package org.nseekfs.quantization;

/**
 * How near a stored vector is to a target: the <em>raw</em> value, larger is nearer.
 *
 * <p>Raw values are computed in the canonical order of {@link org.nseekfs.quantization.kernel}, so
 * they have the same bits on every machine, at every vector width. Where sums overflow both ways,
 * the raw value is negative infinity.
 */
public enum Similarity {
  /** The dot product. */
  DOT_PRODUCT,
  /** The squared Euclidean distance, negated. */
  EUCLIDEAN,
  /** The dot product over the square root of the product of both squared norms. */
  COSINE
}
