package org.nseekfs.codec.layout;

import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.quantization.ElementType;

/**
 * What every row of a field has in common.
 *
 * @param name the field
 * @param type how elements are stored
 * @param dimension elements of a vector; Lucene's dimension is eight times that for {@link
 *     ElementType#F64}
 * @param similarityFunction how vectors are compared
 */
public record FieldShape(
    String name, ElementType type, int dimension, VectorSimilarityFunction similarityFunction) {

  /** The largest dimension of a vector. */
  public static final int MAX_DIMENSION = 16_384;

  /**
   * The shape of {@code field} stored as {@code type}.
   *
   * @throws IllegalArgumentException naming the field, if its values cannot be stored so
   */
  public static FieldShape of(FieldInfo field, ElementType type) {
    if (type.isFloat() != isFloat(field)) {
      throw new IllegalArgumentException(
          "element type "
              + type.label()
              + " does not store vectors encoded as "
              + field.getVectorEncoding()
              + inField(field.name));
    }
    int elementBytes = type == ElementType.F64 ? Double.BYTES : 1;
    int dimension = field.getVectorDimension() / elementBytes;
    if (dimension * elementBytes != field.getVectorDimension()) {
      throw new IllegalArgumentException(
          "f64 vectors have 8 bytes an element, got "
              + field.getVectorDimension()
              + " bytes"
              + inField(field.name));
    }
    requireDimension(field.name, dimension);
    return new FieldShape(field.name, type, dimension, field.getVectorSimilarityFunction());
  }

  /** Throws an IllegalArgumentException for a dimension that no type has. */
  public static void requireDimension(String field, int dimension) {
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "dimension must be 1.." + MAX_DIMENSION + ", got " + dimension + inField(field));
    }
  }

  /** The type that stores what Lucene gives without any choice: for fields without rows. */
  public static ElementType plainType(FieldInfo field) {
    return field.getVectorEncoding() == VectorEncoding.FLOAT32 ? ElementType.F32 : ElementType.BYTE;
  }

  /** The shape of a field without rows. */
  public static FieldShape plain(FieldInfo field) {
    return new FieldShape(
        field.name,
        plainType(field),
        field.getVectorDimension(),
        field.getVectorSimilarityFunction());
  }

  /**
   * Whether Lucene gives floats; if not, it gives bytes.
   *
   * @throws IllegalArgumentException naming the field and its encoding, if that is one of a later
   *     Lucene
   */
  public static boolean isFloat(FieldInfo field) {
    VectorEncoding encoding = field.getVectorEncoding();
    if (encoding != VectorEncoding.FLOAT32 && encoding != VectorEncoding.BYTE) {
      throw new IllegalArgumentException(
          "vectors encoded as "
              + encoding
              + " are unknown to this version of NSeekFS, which takes FLOAT32 and BYTE; index them"
              + " as FLOAT32, which element type f16 stores in 2 bytes an element"
              + inField(field.name));
    }
    return encoding == VectorEncoding.FLOAT32;
  }

  /** How messages end. */
  public static String inField(String field) {
    return " for field \"" + field + "\"";
  }
}
