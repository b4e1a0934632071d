package org.nseekfs.quantization.kernel.bounds;

import java.lang.invoke.MethodHandles;
import org.nseekfs.quantization.kernel.Kernels;

/** Looks through the bounds of a block's documents. Immutable, shared by threads. */
public interface BoundScan {

  /** By {@code kernels}. */
  static BoundScan of(Kernels kernels) {
    return kernels.bits() == 0
        ? new ScalarBoundScan()
        : (BoundScan) kernels.newInstance(MethodHandles.lookup(), PanamaBoundScan.class, null);
  }

  /**
   * The documents of a block whose bounds are at least {@code least}, as bits.
   *
   * @param from where the block's bounds start
   */
  long reaching(float[] bounds, int from, float least);

  /**
   * The largest bound of a block's documents.
   *
   * @param from where they start; none is NaN
   */
  float largest(float[] bounds, int from);
}
