package org.nseekfs.quantization.kernel.bounds;

/** The scalar twin. */
final class ScalarBoundScan implements BoundScan {

  @Override
  public long reaching(float[] bounds, int from, float least) {
    long reaching = 0;
    for (int i = 0; i < CodeFields.BLOCK_DOCS; i++) {
      reaching |= (bounds[from + i] >= least ? 1L : 0) << i;
    }
    return reaching;
  }

  @Override
  public float largest(float[] bounds, int from) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < CodeFields.BLOCK_DOCS; i++) {
      largest = Math.max(largest, bounds[from + i]);
    }
    return largest;
  }
}
