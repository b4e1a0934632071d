package org.nseekfs.adapter;

import java.util.Collection;
import java.util.Objects;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.codec.DoubleVectorField;
import org.nseekfs.codec.NSeekVectorsFormat;
import org.nseekfs.quantization.ElementType;

/**
 * A vector field as the mapping of an engine declares it.
 *
 * @param name the field's full name
 * @param dimension elements of a vector, 1 to {@link NSeekVectorsFormat#MAX_DIMENSION}
 * @param elementType how elements are stored
 * @param similarityFunction how vectors are compared
 * @param codes whether codes are written beside the vectors, for certified search
 * @param lsh whether sign codes are written beside the vectors, for search to a recall target
 */
public record VectorField(
    String name,
    int dimension,
    ElementType elementType,
    VectorSimilarityFunction similarityFunction,
    boolean codes,
    boolean lsh) {

  /** What mappings call the type, where types have names. */
  public static final String TYPE = "nseek_vector";

  /**
   * Checks its arguments.
   *
   * @throws IllegalArgumentException naming field and value, if the dimension is out of range
   */
  public VectorField {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(elementType, "elementType");
    Objects.requireNonNull(similarityFunction, "similarityFunction");
    if (dimension < 1 || dimension > NSeekVectorsFormat.MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "dimension must be 1.."
              + NSeekVectorsFormat.MAX_DIMENSION
              + ", got "
              + dimension
              + " for field \""
              + name
              + "\"");
    }
  }

  /** What messages call a field of the type. */
  public static String typed(String name) {
    return "field \"" + name + "\" of type " + TYPE;
  }

  /**
   * Checks another field of the mapping.
   *
   * @param copiedTo the fields that the other's values are copied to
   * @throws IllegalArgumentException naming both fields, if this is one of them: engines copy value
   *     by value, never an array
   */
  public void requireNoCopies(String other, Collection<String> copiedTo) {
    if (copiedTo.contains(name)) {
      throw new IllegalArgumentException(
          "field \""
              + other
              + "\" must not be copied to vector field \""
              + name
              + "\": values are copied one by one, and none is a vector; leave it out of copy_to");
    }
  }

  /**
   * Checks an object of the mapping.
   *
   * @param enabled whether documents are read for its fields
   * @throws IllegalArgumentException naming field and object, if they are not and this is one of
   *     the fields
   */
  public void requireRead(String object, boolean enabled) {
    if (!enabled && name.startsWith(object + ".")) {
      throw new IllegalArgumentException(
          "vector field \""
              + name
              + "\" lies in object \""
              + object
              + "\", whose enabled is false: no vector would be indexed");
    }
  }

  /** The type of the field's values in Lucene, element type included. */
  public FieldType fieldType() {
    if (elementType == ElementType.F64) {
      return DoubleVectorField.createFieldType(dimension, similarityFunction);
    }
    FieldType type =
        new FieldType(
            elementType.isFloat()
                ? KnnFloatVectorField.createFieldType(dimension, similarityFunction)
                : KnnByteVectorField.createFieldType(dimension, similarityFunction));
    type.putAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE, elementType.label());
    type.freeze();
    return type;
  }

  /**
   * The field of a document with this vector.
   *
   * @param elements all of them
   * @throws IllegalArgumentException naming the field and what was expected and got, if the vector
   *     has another dimension or cannot be stored
   */
  public Field indexed(double[] elements) {
    return VectorElements.of(this, elements).toField();
  }
}
