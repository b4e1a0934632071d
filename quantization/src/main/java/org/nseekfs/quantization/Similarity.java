package org.nseekfs.quantization;

import java.util.Arrays;

/**
 * How near a stored vector is to a target: the <em>raw</em> value, larger is nearer.
 *
 * <p>Raw values are computed in the canonical order of {@link org.nseekfs.quantization.kernel.sum},
 * so they have the same bits on every machine, at every vector width. Those of stored vectors and
 * targets within {@link NormLimits} are finite.
 */
public enum Similarity {
  /** The dot product. */
  DOT_PRODUCT(1),
  /** The squared Euclidean distance, negated. */
  EUCLIDEAN(0),
  /** The dot product over the square root of the product of both squared norms. */
  COSINE(2);

  private final int wireId;

  Similarity(int wireId) {
    this.wireId = wireId;
  }

  /** The number that stands for this similarity in frames; never reused. */
  public int wireId() {
    return wireId;
  }

  /**
   * The similarity that {@code wireId} stands for.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Similarity fromWireId(int wireId) {
    return Arrays.stream(values())
        .filter(similarity -> similarity.wireId == wireId)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown similarity id " + wireId));
  }
}
