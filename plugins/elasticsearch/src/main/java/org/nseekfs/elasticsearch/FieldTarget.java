package org.nseekfs.elasticsearch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.common.io.stream.Writeable;
import org.elasticsearch.index.mapper.MappedFieldType;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.search.fetch.FetchContext;
import org.elasticsearch.xcontent.ToXContentFragment;
import org.elasticsearch.xcontent.XContentBuilder;
import org.nseekfs.adapter.VectorField;
import org.nseekfs.adapter.VectorTarget;

/** A vector of a request, and the field whose vectors it is compared with. */
final class FieldTarget extends VectorTarget implements Writeable, ToXContentFragment {

  FieldTarget(String field, List<Double> vector, boolean ignoreUnmapped) {
    super(field, vector, ignoreUnmapped);
  }

  FieldTarget(StreamInput in) throws IOException {
    super(in.readString(), in.readDoubleArray(), in.readBoolean());
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeString(field());
    out.writeDoubleArray(vector());
    out.writeBoolean(ignoresUnmapped());
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    return builder
        .field(FIELD, field())
        .array(VECTOR, vector())
        .field(IGNORE_UNMAPPED, ignoresUnmapped());
  }

  /**
   * The field as the index of {@code context} declares it; empty if it does not, and that is to be
   * ignored.
   *
   * @throws IllegalArgumentException naming field and index, if it is no vector field
   */
  Optional<VectorField> declared(SearchExecutionContext context) {
    return declared(context.getFieldType(field()), context.index().getName());
  }

  /** The same where hits are fetched. */
  Optional<VectorField> declared(FetchContext context) {
    return declared(context.getSearchExecutionContext());
  }

  private Optional<VectorField> declared(MappedFieldType type, String index) {
    return type instanceof VectorFieldType declared
        ? Optional.of(declared.field())
        : undeclared(type == null ? null : type.typeName(), index);
  }
}
