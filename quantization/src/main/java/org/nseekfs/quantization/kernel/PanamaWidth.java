package org.nseekfs.quantization.kernel;

import jdk.incubator.vector.FloatVector;

/** The vector width that this processor prefers. */
final class PanamaWidth {

  private PanamaWidth() {}

  static int preferred() {
    return Math.clamp(FloatVector.SPECIES_PREFERRED.vectorBitSize(), 128, 512);
  }
}
