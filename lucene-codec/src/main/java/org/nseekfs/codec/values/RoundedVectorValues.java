package org.nseekfs.codec.values;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.VectorEncoding;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

/** Vectors of floats or doubles, rounded to a type as rows of it are. Used by one thread. */
public final class RoundedVectorValues extends FloatVectorValues {

  private final FieldInfo field;
  private final KnnVectorValues values;
  private final ElementType type;
  private final float[] rounded;
  private final MemorySegment row;

  private RoundedVectorValues(FieldInfo field, KnnVectorValues values, ElementType type) {
    this.field = field;
    this.values = values;
    this.type = type;
    this.rounded = new float[dimension(field)];
    this.row = MemorySegment.ofArray(new byte[type.rowBytes(rounded.length)]);
  }

  /**
   * The vectors of a field, rounded; null if there are none.
   *
   * @param field as {@code reader} has it
   * @param type a float type
   */
  public static FloatVectorValues of(KnnVectorsReader reader, FieldInfo field, ElementType type)
      throws IOException {
    KnnVectorValues values =
        FieldShape.isFloat(field)
            ? reader.getFloatVectorValues(field.name)
            : reader.getByteVectorValues(field.name);
    return values == null ? null : new RoundedVectorValues(field, values, type);
  }

  /** What Lucene knows of a field whose vectors are rounded to a float type. */
  public static FieldInfo info(FieldInfo field, ElementType type) {
    Map<String, String> attributes = new HashMap<>(field.attributes());
    attributes.put(FieldEntry.TYPE_ATTRIBUTE, type.label());
    return new FieldInfo(
        field.name,
        field.number,
        field.hasTermVectors(),
        field.omitsNorms(),
        field.hasPayloads(),
        field.getIndexOptions(),
        field.getDocValuesType(),
        field.docValuesSkipIndexType(),
        field.getDocValuesGen(),
        attributes,
        field.getPointDimensionCount(),
        field.getPointIndexDimensionCount(),
        field.getPointNumBytes(),
        dimension(field),
        VectorEncoding.FLOAT32,
        field.getVectorSimilarityFunction(),
        field.isSoftDeletesField(),
        field.isParentField());
  }

  /** Elements of a vector: Lucene counts the bytes of doubles. */
  private static int dimension(FieldInfo field) {
    int length = field.getVectorDimension();
    return FieldShape.isFloat(field) ? length : length / Double.BYTES;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException naming the field, ord, position and value, if the type does
   *     not reach so far
   */
  @Override
  public float[] vectorValue(int ord) throws IOException {
    try {
      type.encode(floats(ord), row, 0);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          e.getMessage() + ", in the vector at ord " + ord + FieldShape.inField(field.name), e);
    }
    type.decode(row, 0, rounded);
    return rounded;
  }

  private float[] floats(int ord) throws IOException {
    return switch (values) {
      case FloatVectorValues floats -> floats.vectorValue(ord);
      case ByteVectorValues bytes -> narrowed(DoubleRows.decode(bytes.vectorValue(ord)));
      default -> throw new IllegalArgumentException("unknown vectors: " + values.getClass());
    };
  }

  private static float[] narrowed(double[] vector) {
    float[] floats = new float[vector.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) vector[i];
    }
    return floats;
  }

  @Override
  public int dimension() {
    return rounded.length;
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public int ordToDoc(int ord) {
    return values.ordToDoc(ord);
  }

  @Override
  public DocIndexIterator iterator() {
    return values.iterator();
  }

  @Override
  public FloatVectorValues copy() throws IOException {
    return new RoundedVectorValues(field, values.copy(), type);
  }
}
