package org.nseekfs.opensearch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.nseekfs.adapter.VectorField;
import org.nseekfs.adapter.VectorTarget;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.xcontent.ToXContentFragment;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.index.mapper.MappedFieldType;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.search.fetch.FetchContext;

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
  Optional<VectorField> declared(QueryShardContext context) {
    return declared(context.fieldMapper(field()), context.index().getName());
  }

  /** The same where hits are fetched. */
  Optional<VectorField> declared(FetchContext context) {
    return declared(context.mapperService().fieldType(field()), context.getIndexName());
  }

  private Optional<VectorField> declared(MappedFieldType type, String index) {
    return type instanceof VectorFieldType declared
        ? Optional.of(declared.field())
        : undeclared(type == null ? null : type.typeName(), index);
  }
}
