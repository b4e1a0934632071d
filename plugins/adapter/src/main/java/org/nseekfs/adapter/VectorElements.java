package org.nseekfs.adapter;

import java.util.Arrays;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.search.Query;
import org.nseekfs.codec.DoubleVectorField;
import org.nseekfs.codec.NSeekVectorsFormat;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.VectorScoreQuery;
import org.nseekfs.search.VectorSimilarityValues;

/**
 * One vector of a field, as its elements come out of a document or a request. What is wrong is said
 * with field, position and value, before a document reaches an IndexWriter or a query a segment.
 */
public final class VectorElements {

  private final VectorField field;
  private final double[] elements;
  private int count;

  /** No elements yet. */
  public VectorElements(VectorField field) {
    this.field = field;
    this.elements = new double[field.dimension()];
  }

  /** The vector {@code elements}; throws as {@link #add}. */
  public static VectorElements of(VectorField field, double[] elements) {
    VectorElements vector = new VectorElements(field);
    for (double element : elements) {
      vector.add(element);
    }
    return vector;
  }

  /**
   * Adds the next element. More than the field's dimension are counted only: {@link #toField} and
   * {@link #toArray} say how many there were.
   *
   * @throws IllegalArgumentException if the field's type has no such value
   */
  public void add(double element) {
    requireValue(element);
    if (count < elements.length) {
      elements[count] = element;
    }
    count++;
  }

  private void requireValue(double element) {
    switch (field.elementType()) {
      case BYTE -> {
        if (element != (byte) element) {
          throw invalid("an integer from -128 to 127", element);
        }
      }
      case F64 -> {
        if (!Double.isFinite(element)) {
          throw invalid("finite", element);
        }
      }
      case F8, F16, BF16, F32 -> {
        if (!Float.isFinite((float) element)) {
          throw invalid("a finite float", element);
        }
      }
    }
  }

  /** What is thrown for a next element that is none: {@code got} instead. */
  public IllegalArgumentException notANumber(String got) {
    return invalid("a number", got);
  }

  private IllegalArgumentException invalid(String expected, Object element) {
    return new IllegalArgumentException(
        "element must be "
            + expected
            + ", got "
            + element
            + " at position "
            + count
            + " for field \""
            + field.name()
            + "\"");
  }

  /**
   * The vector as a target or a value: a {@code float[]}, {@code double[]} or {@code byte[]}, as
   * {@link ElementType#arrayClass} says.
   *
   * @throws IllegalArgumentException naming the field, if the dimension is not the field's
   */
  public Object toArray() {
    if (count != field.dimension()) {
      throw new IllegalArgumentException(
          "vector of field \""
              + field.name()
              + "\" must have dimension "
              + field.dimension()
              + ", got "
              + count);
    }
    return switch (field.elementType()) {
      case BYTE -> bytes();
      case F64 -> Arrays.copyOf(elements, count);
      case F8, F16, BF16, F32 -> floats();
    };
  }

  private byte[] bytes() {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) elements[i];
    }
    return bytes;
  }

  private float[] floats() {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) elements[i];
    }
    return floats;
  }

  /**
   * The field of a document with this vector.
   *
   * @throws IllegalArgumentException as {@link #toArray}, and if the vector overflows the element
   *     type or is outside of {@link org.nseekfs.quantization.NormLimits} once encoded
   */
  public Field toField() {
    Object vector = toArray();
    NSeekVectorsFormat.requireStorable(
        field.name(), field.elementType(), field.similarityFunction(), vector);
    return switch (vector) {
      case float[] floats -> new KnnFloatVectorField(field.name(), floats, field.fieldType());
      case double[] doubles ->
          new DoubleVectorField(field.name(), doubles, field.similarityFunction());
      case byte[] bytes -> new KnnByteVectorField(field.name(), bytes, field.fieldType());
      default -> throw new AssertionError(vector.getClass());
    };
  }

  /**
   * The query that scores by the vector, in the field as the index calls it: a request may know it
   * by an alias. Throws as {@link #toArray}.
   *
   * @param documents which are scored; null for all that have a vector
   */
  public VectorScoreQuery toScoreQuery(Query documents) {
    return new VectorScoreQuery(field.name(), QueryVector.ofArray(toArray()), documents);
  }

  /** The raw similarities of the field's vectors to this one; throws as {@link #toArray}. */
  public VectorSimilarityValues toSimilarities() {
    return new VectorSimilarityValues(field.name(), QueryVector.ofArray(toArray()));
  }
}
