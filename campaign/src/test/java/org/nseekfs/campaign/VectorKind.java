package org.nseekfs.campaign;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Query;
import org.nseekfs.codec.DoubleVectorField;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.LshKnnVectorQuery;

/**
 * Vectors of one element type, similarity and dimension: {@code float[]}, {@code double[]} or
 * {@code byte[]}. Their elements get smaller, so that codes are made of them; some are near others
 * and some the same. Their lengths are from 0.01 to 100, mixed, except under the dot product, which
 * wants them to be 1.
 */
record VectorKind(ElementType type, VectorSimilarityFunction function, int dimension) {

  static final String FIELD = "vector";

  private static final int CLUSTERS = 20;

  static VectorKind random(Random random, int maxDimension) {
    return new VectorKind(
        pick(ElementType.values(), random),
        pick(VectorSimilarityFunction.values(), random),
        1 + random.nextInt(maxDimension));
  }

  static <T> T pick(T[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  Object next(Random random) {
    double[] vector = new double[dimension];
    Random cluster = new Random(random.nextInt(CLUSTERS));
    double spread = Math.pow(10, -random.nextInt(4));
    double square = 0;
    for (int i = 0; i < dimension; i++) {
      vector[i] =
          (cluster.nextGaussian() + spread * random.nextGaussian()) * Math.pow(0.9, i % 100);
      square += vector[i] * vector[i];
    }
    double length =
        function == VectorSimilarityFunction.DOT_PRODUCT
            ? 1
            : Math.pow(10, 4 * random.nextDouble() - 2);
    double factor = type == ElementType.BYTE ? 40 : length / Math.sqrt(square);
    for (int i = 0; i < dimension; i++) {
      vector[i] *= factor;
    }
    return cast(vector);
  }

  private Object cast(double[] vector) {
    if (type == ElementType.F64) {
      return vector;
    }
    if (type != ElementType.BYTE) {
      float[] floats = new float[dimension];
      for (int i = 0; i < dimension; i++) {
        floats[i] = (float) vector[i];
      }
      return floats;
    }
    byte[] bytes = new byte[dimension];
    for (int i = 0; i < dimension; i++) {
      bytes[i] = (byte) Math.clamp(Math.round(vector[i]), -128, 127);
    }
    bytes[0] |= 1;
    return bytes;
  }

  /** What is read back of {@code vector} once it is stored. */
  Object stored(Object vector) {
    if (!type.isFloat()) {
      return vector;
    }
    MemorySegment row = MemorySegment.ofArray(new byte[type.rowBytes(dimension)]);
    type.encode((float[]) vector, row, 0);
    float[] decoded = new float[dimension];
    type.decode(row, 0, decoded);
    return decoded;
  }

  Field field(Object vector) {
    return switch (vector) {
      case float[] floats -> new KnnFloatVectorField(FIELD, floats, function);
      case double[] doubles -> new DoubleVectorField(FIELD, doubles, function);
      default -> new KnnByteVectorField(FIELD, (byte[]) vector, function);
    };
  }

  ExactKnnVectorQuery nearest(Object target, int k, Query filter) {
    return new ExactKnnVectorQuery(FIELD, QueryVector.ofArray(target), k, filter);
  }

  LshKnnVectorQuery nearestTo(double recall, Object target, int k, Query filter) {
    return new LshKnnVectorQuery(FIELD, QueryVector.ofArray(target), k, recall, filter);
  }

  /** A configuration of a writer of these vectors. */
  IndexWriterConfig writerConfig() {
    NSeekVectorsConfig ours = NSeekVectorsConfig.DEFAULT;
    return new IndexWriterConfig()
        .setCodec(new NSeekCodec(type.isFloat() ? ours.withDefaultType(type) : ours));
  }
}
