package org.nseekfs.codec.write;

import java.io.IOException;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * An even sample of a field's vectors. It is read whenever it is asked for, so that whoever learns
 * from it can do so in place, and none is on the heap but the one being learned from. Used by one
 * thread.
 */
final class VectorSample {

  private final CodeFrames.Vectors population;
  private final int size;

  /** A sample of {@code population}, whose vectors have {@code dimension}. */
  VectorSample(CodeFrames.Vectors population, int dimension) {
    this.population = population;
    this.size = (int) Math.min(population.count(), CodeFrame.maxSample(dimension));
  }

  /** How many vectors there are at most. */
  long population() {
    return population.count();
  }

  /** How many are in the sample. */
  int size() {
    return size;
  }

  /** What whoever learns from the sample is to pass. */
  Checkpoint checkpoint() {
    return population.checkpoint();
  }

  /** The sample, the caller's to change. */
  float[][] vectors() throws IOException {
    return some(size);
  }

  /** At most {@code count} vectors of the sample, evenly spread, the caller's to change. */
  float[][] some(int count) throws IOException {
    float[][] vectors = new float[Math.min(count, size)][];
    for (int i = 0; i < vectors.length; i++) {
      checkpoint().pass();
      long number = (2L * i + 1) * size / (2 * vectors.length);
      vectors[i] = population.get(population() * number / size).clone();
    }
    return vectors;
  }
}
