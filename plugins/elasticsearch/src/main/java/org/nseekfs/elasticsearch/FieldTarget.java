package org.nseekfs.elasticsearch;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.common.io.stream.Writeable;
import org.elasticsearch.index.mapper.MappedFieldType;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.xcontent.ToXContentFragment;
import org.elasticsearch.xcontent.XContentBuilder;
import org.nseekfs.adapter.VectorElements;
import org.nseekfs.adapter.VectorField;

/** A vector of a request, and the field whose vectors it is compared with. */
final class FieldTarget implements Writeable, ToXContentFragment {

  static final String FIELD = "field";
  static final String VECTOR = "vector";

  private final String field;
  private final double[] vector;

  /**
   * The vector {@code vector} for {@code field}.
   *
   * @throws IllegalArgumentException if one is null
   */
  FieldTarget(String field, List<Double> vector) {
    if (field == null || vector == null) {
      throw new IllegalArgumentException(
          "field and vector must be given, got no " + (field == null ? FIELD : VECTOR));
    }
    this.field = field;
    this.vector = vector.stream().mapToDouble(Double::doubleValue).toArray();
  }

  FieldTarget(StreamInput in) throws IOException {
    this.field = in.readString();
    this.vector = in.readDoubleArray();
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeString(field);
    out.writeDoubleArray(vector);
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    return builder.field(FIELD, field).array(VECTOR, vector);
  }

  String fieldName() {
    return field;
  }

  double[] vector() {
    return vector.clone();
  }

  /**
   * The field as the index of {@code context} declares it.
   *
   * @throws IllegalArgumentException naming field and index, if it is no vector field
   */
  VectorField declared(SearchExecutionContext context) {
    MappedFieldType type = context.getFieldType(field);
    if (type instanceof VectorFieldType declared) {
      return declared.field();
    }
    throw new IllegalArgumentException(
        "field \""
            + field
            + "\" must be of type "
            + VectorFieldType.NAME
            + ", got "
            + (type == null ? "no such field" : type.typeName())
            + " in index \""
            + context.index().getName()
            + "\"");
  }

  /**
   * The vector as one of the field's.
   *
   * @throws IllegalArgumentException naming the field, position and value, if an element is none of
   *     the field's
   */
  VectorElements elements(VectorField declared) {
    return VectorElements.of(declared, vector);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldTarget that
        && field.equals(that.field)
        && Arrays.equals(vector, that.vector);
  }

  @Override
  public int hashCode() {
    return Objects.hash(field, Arrays.hashCode(vector));
  }
}
