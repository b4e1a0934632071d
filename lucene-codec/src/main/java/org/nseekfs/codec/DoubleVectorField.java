package org.nseekfs.codec;

import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

/**
 * A vector of doubles. Lucene has no place for one: it sees a vector of eight bytes an element,
 * little-endian, and an attribute says what they are.
 */
public final class DoubleVectorField extends KnnByteVectorField {

  private double[] vector;

  /**
   * A field of {@code vector}, compared by {@code similarityFunction}.
   *
   * @throws IllegalArgumentException naming field, position and value, if an element is not finite
   *     or the dimension is not 1..16,384
   */
  public DoubleVectorField(
      String name, double[] vector, VectorSimilarityFunction similarityFunction) {
    super(name, encode(name, vector), createFieldType(vector.length, similarityFunction));
    this.vector = vector.clone();
  }

  /** The type of such a field: to be shared by fields of one name. */
  public static FieldType createFieldType(
      int dimension, VectorSimilarityFunction similarityFunction) {
    FieldType type = new FieldType();
    type.setVectorAttributes(
        ElementType.F64.rowBytes(dimension), VectorEncoding.BYTE, similarityFunction);
    type.putAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE, ElementType.F64.label());
    type.freeze();
    return type;
  }

  private static byte[] encode(String name, double[] vector) {
    if (vector == null) {
      throw new IllegalArgumentException("vector must not be null" + FieldShape.inField(name));
    }
    FieldShape.requireDimension(name, vector.length);
    try {
      return DoubleRows.encode(vector);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + FieldShape.inField(name), e);
    }
  }

  /** A copy of the vector. */
  public double[] doubleVectorValue() {
    return vector.clone();
  }

  /**
   * Sets another vector of the same dimension.
   *
   * @throws IllegalArgumentException naming field, position and value, if an element is not finite
   *     or the dimension is another
   */
  public void setVectorValue(double[] vector) {
    super.setVectorValue(encode(name(), vector));
    this.vector = vector.clone();
  }

  /** Sets the bytes of a vector of doubles; throws as {@link #setVectorValue(double[])}. */
  @Override
  public void setVectorValue(byte[] row) {
    setVectorValue(DoubleRows.decode(row));
  }
}
