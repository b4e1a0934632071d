package org.nseekfs.search;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Query;
import org.nseekfs.codec.DoubleVectorField;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.sum.RowScorer;

/**
 * Random vectors of one element type under one similarity function: {@code float[]}, {@code
 * double[]} or {@code byte[]}, their fields, queries and true similarities.
 */
public record SampleVectors(ElementType type, VectorSimilarityFunction function, int dimension) {

  /** The seed of every random vector in these tests. */
  static final long SEED = 20_261_122L;

  public static Random random() {
    return new Random(SEED);
  }

  /** A vector; of unit length if it holds floats, as Lucene's DOT_PRODUCT wants it. */
  public Object next(Random random) {
    if (type == ElementType.BYTE) {
      byte[] vector = new byte[dimension];
      random.nextBytes(vector);
      vector[0] |= 1;
      return vector;
    }
    double[] vector = random.doubles(dimension, -1, 1).toArray();
    double norm = Math.sqrt(dot(vector, vector));
    for (int i = 0; i < dimension; i++) {
      vector[i] /= norm;
    }
    return type == ElementType.F64 ? vector : toFloats(vector);
  }

  public Field field(String name, Object vector) {
    return switch (vector) {
      case float[] floats -> new KnnFloatVectorField(name, floats, function);
      case double[] doubles -> new DoubleVectorField(name, doubles, function);
      default -> new KnnByteVectorField(name, (byte[]) vector, function);
    };
  }

  public ExactKnnVectorQuery query(String field, Object target, int k, Query filter) {
    return new ExactKnnVectorQuery(field, QueryVector.ofArray(target), k, filter);
  }

  ExactRadiusVectorQuery radiusQuery(String field, Object target, double minRaw, Query filter) {
    return new ExactRadiusVectorQuery(field, QueryVector.ofArray(target), minRaw, filter);
  }

  /** The raw similarity of the vector as it is stored, by the canonical kernel. */
  double raw(Object target, Object vector) {
    return rawTo(target).applyAsDouble(vector);
  }

  /** The same for many vectors. */
  public ToDoubleFunction<Object> rawTo(Object target) {
    RowScorer scorer = RowScorer.of(type, similarity(), QueryVector.ofArray(target));
    MemorySegment row = Arena.ofAuto().allocate(type.rowBytes(dimension));
    return vector -> {
      store(vector, row);
      return scorer.score(row, 0);
    };
  }

  /** What these vectors are once a writer without our codec has merged them. */
  SampleVectors stockMerged() {
    return type.isFloat() ? new SampleVectors(ElementType.F32, function, dimension) : this;
  }

  /** The bytes that a vector is stored as. */
  byte[] row(Object vector) {
    MemorySegment row = Arena.ofAuto().allocate(type.rowBytes(dimension));
    store(vector, row);
    return row.toArray(ValueLayout.JAVA_BYTE);
  }

  /** The raw similarity of the vector as it is stored, in plain double arithmetic. */
  double oracle(Object target, Object vector) {
    double[] a = toDoubles(target);
    double[] b = toDoubles(stored(vector));
    return switch (similarity()) {
      case DOT_PRODUCT -> dot(a, b);
      case EUCLIDEAN -> -squareDistance(a, b);
      case COSINE -> dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    };
  }

  /** Lucene's score of a raw similarity. */
  public float score(double raw) {
    return RawScores.score(function, type, dimension, raw);
  }

  private Similarity similarity() {
    return RawScores.similarity(function);
  }

  private void store(Object vector, MemorySegment row) {
    switch (vector) {
      case float[] floats -> type.encode(floats, row, 0);
      case double[] doubles -> store(DoubleRows.encode(doubles), row);
      default -> {
        byte[] bytes = (byte[]) vector;
        MemorySegment.copy(bytes, 0, row, ValueLayout.JAVA_BYTE, 0, bytes.length);
      }
    }
  }

  /** The vector with the values that are left of it once stored. */
  public Object stored(Object vector) {
    if (!type.isFloat()) {
      return vector;
    }
    MemorySegment row = Arena.ofAuto().allocate(type.rowBytes(dimension));
    store(vector, row);
    float[] decoded = new float[dimension];
    type.decode(row, 0, decoded);
    return decoded;
  }

  private static float[] toFloats(double[] vector) {
    float[] floats = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      floats[i] = (float) vector[i];
    }
    return floats;
  }

  private static double[] toDoubles(Object vector) {
    if (vector instanceof double[] doubles) {
      return doubles;
    }
    int length = Array.getLength(vector);
    double[] doubles = new double[length];
    for (int i = 0; i < length; i++) {
      doubles[i] = Array.getDouble(vector, i);
    }
    return doubles;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double squareDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
