package org.nseekfs.opensearch;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.nseekfs.adapter.VectorElements;
import org.nseekfs.adapter.VectorField;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.xcontent.ToXContentFragment;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.index.mapper.MappedFieldType;

/** A vector of a request, and the field whose vectors it is compared with. */
final class FieldTarget implements Writeable, ToXContentFragment {

  static final String FIELD = "field";
  static final String VECTOR = "vector";
  static final String IGNORE_UNMAPPED = "ignore_unmapped";

  private final String field;
  private final double[] vector;
  private final boolean ignoreUnmapped;

  /**
   * The vector {@code vector} for {@code field}.
   *
   * @param ignoreUnmapped whether indices without the field are searched as if no document had one
   * @throws IllegalArgumentException if field or vector is null
   */
  FieldTarget(String field, List<Double> vector, boolean ignoreUnmapped) {
    if (field == null || vector == null) {
      throw new IllegalArgumentException(
          "field and vector must be given, got no " + (field == null ? FIELD : VECTOR));
    }
    this.field = field;
    this.vector = vector.stream().mapToDouble(Double::doubleValue).toArray();
    this.ignoreUnmapped = ignoreUnmapped;
  }

  FieldTarget(StreamInput in) throws IOException {
    this.field = in.readString();
    this.vector = in.readDoubleArray();
    this.ignoreUnmapped = in.readBoolean();
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeString(field);
    out.writeDoubleArray(vector);
    out.writeBoolean(ignoreUnmapped);
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    return builder.field(FIELD, field).array(VECTOR, vector).field(IGNORE_UNMAPPED, ignoreUnmapped);
  }

  double[] vector() {
    return vector.clone();
  }

  /**
   * The field as an index declares it; empty if it does not, and that is to be ignored.
   *
   * @param types of fields, null where the index does not know them
   * @throws IllegalArgumentException naming field and index, if it is no vector field
   */
  Optional<VectorField> declared(Function<String, MappedFieldType> types, String index) {
    MappedFieldType type = types.apply(field);
    if (type instanceof VectorFieldType declared) {
      return Optional.of(declared.field());
    }
    if (type == null && ignoreUnmapped) {
      return Optional.empty();
    }
    throw new IllegalArgumentException(
        "field \""
            + field
            + "\" must be of type "
            + VectorFieldType.NAME
            + ", got "
            + (type == null ? "no such field" : type.typeName())
            + " in index \""
            + index
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

  /** What is found in an index that does not declare the field. */
  Query nothing() {
    return new MatchNoDocsQuery("field \"" + field + "\" is not mapped");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldTarget that
        && field.equals(that.field)
        && Arrays.equals(vector, that.vector)
        && ignoreUnmapped == that.ignoreUnmapped;
  }

  @Override
  public int hashCode() {
    return Objects.hash(field, Arrays.hashCode(vector), ignoreUnmapped);
  }
}
