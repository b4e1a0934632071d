package org.nseekfs.codec;

import java.util.Random;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

/**
 * Random vectors as {@code float[]}, {@code double[]} or {@code byte[]}; one seed, one sequence.
 */
public final class TestVectors {

  private final Random random;

  public TestVectors(long seed) {
    this.random = new Random(seed);
  }

  public Random random() {
    return random;
  }

  public float[] floats(int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  double[] doubles(int dimension) {
    return random.doubles(dimension, -1, 1).toArray();
  }

  public byte[] bytes(int dimension) {
    byte[] vector = new byte[dimension];
    random.nextBytes(vector);
    return vector;
  }

  /** A vector for a field of {@code type}, as the reader takes and gives it. */
  public Object vector(ElementType type, int dimension) {
    return switch (type) {
      case F8, F16, BF16, F32 -> floats(dimension);
      case F64 -> DoubleRows.encode(doubles(dimension));
      case BYTE -> bytes(dimension);
    };
  }

  /**
   * A vector whose elements get smaller and smaller, so that a few directions tell most of it: what
   * codes are made for.
   */
  Object decaying(ElementType type, int dimension) {
    double[] vector = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = random.nextGaussian() * Math.pow(0.6, i);
    }
    return cast(type, vector);
  }

  /** The values of {@code vector}, as the reader takes and gives them; those of bytes 30 times. */
  static Object cast(ElementType type, double[] vector) {
    float[] floats = new float[vector.length];
    byte[] bytes = new byte[vector.length];
    for (int i = 0; i < vector.length; i++) {
      floats[i] = (float) vector[i];
      bytes[i] = (byte) Math.clamp(Math.round(30 * vector[i]), -128, 127);
    }
    return switch (type) {
      case F8, F16, BF16, F32 -> floats;
      case F64 -> DoubleRows.encode(vector);
      case BYTE -> bytes;
    };
  }

  public static Field field(
      String name, ElementType type, Object vector, VectorSimilarityFunction function) {
    return switch (type) {
      case F8, F16, BF16, F32 -> new KnnFloatVectorField(name, (float[]) vector, function);
      case F64 -> new DoubleVectorField(name, DoubleRows.decode((byte[]) vector), function);
      case BYTE -> new KnnByteVectorField(name, (byte[]) vector, function);
    };
  }

  /** A configuration in which {@code field} has {@code type}. */
  public static NSeekVectorsConfig config(String field, ElementType type) {
    return NSeekVectorsConfig.DEFAULT.withElementType(field, type);
  }
}
