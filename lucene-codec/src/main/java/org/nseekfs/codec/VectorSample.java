package org.nseekfs.codec;

import java.io.IOException;
import org.nseekfs.quantization.code.CodeFrame;

/** An even sample of a field's vectors, taken when first asked for. Used by one thread. */
final class VectorSample {

  private final CodeFrames.Vectors population;
  private final int size;

  /** Null until asked for. */
  private float[][] vectors;

  /** A sample of {@code population}, whose vectors have {@code dimension}. */
  VectorSample(CodeFrames.Vectors population, int dimension) {
    this.population = population;
    this.size = (int) Math.min(population.count(), CodeFrame.maxSample(dimension));
  }

  /** How many vectors there are at most. */
  long population() {
    return population.count();
  }

  /** The sample. */
  float[][] vectors() throws IOException {
    if (vectors == null) {
      vectors = new float[size][];
      for (int i = 0; i < size; i++) {
        vectors[i] = population.get(population() * i / size).clone();
      }
    }
    return vectors;
  }
}
