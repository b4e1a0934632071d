package org.nseekfs.benchmarks.engine;

/** An exact index of FAISS, as {@code faiss_search.py} names it. */
enum FaissIndex {
  /** Every vector is compared: {@code IndexFlatIP}, {@code IndexFlatL2}. */
  FLAT("flat"),
  /**
   * Vectors are compared level by level, in order of variance, until a bound excludes them: {@code
   * IndexFlatIPPanorama}, {@code IndexFlatL2Panorama}, after a rotation to principal directions.
   */
  PANORAMA("panorama");

  private final String argument;

  FaissIndex(String argument) {
    this.argument = argument;
  }

  String argument() {
    return argument;
  }
}
