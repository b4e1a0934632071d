package org.nseekfs.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.RowScorer;
import org.nseekfs.quantization.Similarity;

/**
 * The vector that is searched for: an array of its own, equal to another target if all bits are.
 */
sealed interface Target {

  /** Its elements; at least 1. */
  int dimension();

  /** The type of its array. */
  Class<?> arrayClass();

  /** A scorer of rows of {@code type}, which decode to this array's type. */
  RowScorer scorer(ElementType type, Similarity similarity);

  /** Its array itself: not to be changed. */
  Object array();

  /** What our reader takes for it. */
  Object readerTarget();

  /** Searches a leaf for this target. */
  void search(LeafReader reader, String field, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException;

  /**
   * A target for float fields.
   *
   * @throws IllegalArgumentException if it is empty or an element is not finite
   */
  static Target of(String field, float[] vector) {
    requireElements(field, vector.length);
    for (int i = 0; i < vector.length; i++) {
      requireFinite(field, i, vector[i]);
    }
    return new Floats(vector.clone());
  }

  /** A target for F64 fields; throws as {@link #of(String, float[])}. */
  static Target of(String field, double[] vector) {
    requireElements(field, vector.length);
    for (int i = 0; i < vector.length; i++) {
      requireFinite(field, i, vector[i]);
    }
    return new Doubles(vector.clone());
  }

  /** A target for fields of bytes; throws as {@link #of(String, float[])}. */
  static Target of(String field, byte[] vector) {
    requireElements(field, vector.length);
    return new Bytes(vector.clone());
  }

  private static void requireElements(String field, int length) {
    Objects.requireNonNull(field, "field");
    if (length < 1) {
      throw new IllegalArgumentException(
          "target must have at least 1 element, got 0 for field \"" + field + "\"");
    }
  }

  private static void requireFinite(String field, int position, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "target must be finite, got "
              + value
              + " at position "
              + position
              + " for field \""
              + field
              + "\"");
    }
  }

  /** A {@code float[]}, for F8 to F32. */
  record Floats(float[] vector) implements Target {
    @Override
    public int dimension() {
      return vector.length;
    }

    @Override
    public Class<?> arrayClass() {
      return float[].class;
    }

    @Override
    public RowScorer scorer(ElementType type, Similarity similarity) {
      return RowScorer.of(type, similarity, vector);
    }

    @Override
    public Object array() {
      return vector;
    }

    @Override
    public Object readerTarget() {
      return vector;
    }

    @Override
    public void search(
        LeafReader reader, String field, KnnCollector collector, AcceptDocs acceptDocs)
        throws IOException {
      reader.searchNearestVectors(field, vector, collector, acceptDocs);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Floats that && Arrays.equals(vector, that.vector);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(vector);
    }

    @Override
    public String toString() {
      return "float[" + vector.length + "][" + vector[0] + ",...]";
    }
  }

  /** A {@code double[]}, for F64, whose readers take it as the bytes of a row. */
  record Doubles(double[] vector) implements Target {
    @Override
    public int dimension() {
      return vector.length;
    }

    @Override
    public Class<?> arrayClass() {
      return double[].class;
    }

    @Override
    public RowScorer scorer(ElementType type, Similarity similarity) {
      return RowScorer.of(type, similarity, vector);
    }

    @Override
    public Object array() {
      return vector;
    }

    @Override
    public Object readerTarget() {
      return DoubleRows.encode(vector);
    }

    @Override
    public void search(
        LeafReader reader, String field, KnnCollector collector, AcceptDocs acceptDocs)
        throws IOException {
      reader.searchNearestVectors(field, DoubleRows.encode(vector), collector, acceptDocs);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Doubles that && Arrays.equals(vector, that.vector);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(vector);
    }

    @Override
    public String toString() {
      return "double[" + vector.length + "][" + vector[0] + ",...]";
    }
  }

  /** A {@code byte[]}, for BYTE. */
  record Bytes(byte[] vector) implements Target {
    @Override
    public int dimension() {
      return vector.length;
    }

    @Override
    public Class<?> arrayClass() {
      return byte[].class;
    }

    @Override
    public RowScorer scorer(ElementType type, Similarity similarity) {
      return RowScorer.of(type, similarity, vector);
    }

    @Override
    public Object array() {
      return vector;
    }

    @Override
    public Object readerTarget() {
      return vector;
    }

    @Override
    public void search(
        LeafReader reader, String field, KnnCollector collector, AcceptDocs acceptDocs)
        throws IOException {
      reader.searchNearestVectors(field, vector, collector, acceptDocs);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(vector, that.vector);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(vector);
    }

    @Override
    public String toString() {
      return "byte[" + vector.length + "][" + vector[0] + ",...]";
    }
  }
}
