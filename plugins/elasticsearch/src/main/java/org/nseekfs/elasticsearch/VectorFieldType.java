package org.nseekfs.elasticsearch;

import java.util.Map;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.elasticsearch.index.mapper.ArraySourceValueFetcher;
import org.elasticsearch.index.mapper.ValueFetcher;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.nseekfs.adapter.VectorField;

/** A vector field as queries see it. */
final class VectorFieldType extends VersionedFieldType {

  private final VectorField field;

  VectorFieldType(VectorField field, Map<String, String> meta) {
    super(field.name(), meta);
    this.field = field;
  }

  VectorField field() {
    return field;
  }

  @Override
  public String typeName() {
    return VectorField.TYPE;
  }

  @Override
  public Query existsQuery(SearchExecutionContext context) {
    return new FieldExistsQuery(name());
  }

  @Override
  public Query termQuery(Object value, SearchExecutionContext context) {
    throw new IllegalArgumentException(
        VectorField.typed(name())
            + " has no terms: search it with "
            + KnnQueryBuilder.NAME
            + " or "
            + ScoreQueryBuilder.NAME);
  }

  /** The elements as the document has them. */
  @Override
  public ValueFetcher valueFetcher(SearchExecutionContext context, String format) {
    if (format != null) {
      throw new IllegalArgumentException(
          VectorField.typed(name()) + " takes no format, got \"" + format + "\"");
    }
    return new ArraySourceValueFetcher(name(), context) {
      @Override
      protected Object parseSourceValue(Object value) {
        return value;
      }
    };
  }
}
