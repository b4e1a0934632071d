package org.nseekfs.codec.write;

import java.io.IOException;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * The vectors of a field that is to be written, as floats, whatever they are stored as, and an even
 * sample of them. The sample is read whenever it is asked for, so that whoever learns from it can
 * do so in place, and none is on the heap but the one being learned from. Used by one thread.
 */
public abstract class VectorSample {

  private final long population;
  private final int size;
  private final Checkpoint checkpoint;

  /**
   * A sample.
   *
   * @param population how many vectors there are at most
   * @param dimension of the vectors
   * @param checkpoint what work on them is to pass
   */
  protected VectorSample(long population, int dimension, Checkpoint checkpoint) {
    this.population = population;
    this.size = (int) Math.min(population, CodeFrame.maxSample(dimension));
    this.checkpoint = checkpoint;
  }

  /** Vector {@code index}, which may be overwritten by the next call; best in rising order. */
  protected abstract float[] get(long index) throws IOException;

  /** How many vectors there are at most. */
  final long population() {
    return population;
  }

  /** How many are in the sample. */
  final int size() {
    return size;
  }

  /** What whoever learns from the sample is to pass. */
  final Checkpoint checkpoint() {
    return checkpoint;
  }

  /** The sample, the caller's to change. */
  final float[][] vectors() throws IOException {
    return some(size);
  }

  /** At most {@code count} vectors of the sample, evenly spread, the caller's to change. */
  final float[][] some(int count) throws IOException {
    float[][] vectors = new float[Math.min(count, size)][];
    for (int i = 0; i < vectors.length; i++) {
      checkpoint.pass();
      long number = (2L * i + 1) * size / (2 * vectors.length);
      vectors[i] = get(population * number / size).clone();
    }
    return vectors;
  }

  /** The elements of a BYTE-encoded vector. */
  protected static float[] floats(ElementType type, byte[] value) {
    float[] vector;
    if (type == ElementType.F64) {
      double[] doubles = DoubleRows.decode(value);
      vector = new float[doubles.length];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) doubles[i];
      }
    } else {
      vector = new float[value.length];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = value[i];
      }
    }
    return vector;
  }
}
