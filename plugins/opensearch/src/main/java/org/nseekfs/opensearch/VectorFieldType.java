package org.nseekfs.opensearch;

import java.util.Map;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.nseekfs.adapter.VectorField;
import org.opensearch.index.mapper.ArraySourceValueFetcher;
import org.opensearch.index.mapper.MappedFieldType;
import org.opensearch.index.mapper.TextSearchInfo;
import org.opensearch.index.mapper.ValueFetcher;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.search.lookup.SearchLookup;

/** A vector field as queries see it. */
final class VectorFieldType extends MappedFieldType {

  private final VectorField field;

  VectorFieldType(VectorField field, Map<String, String> meta) {
    super(field.name(), true, false, false, TextSearchInfo.NONE, meta);
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
  public Query existsQuery(QueryShardContext context) {
    return new FieldExistsQuery(name());
  }

  @Override
  public Query termQuery(Object value, QueryShardContext context) {
    throw new IllegalArgumentException(
        VectorField.typed(name())
            + " has no terms: search it with "
            + KnnQueryBuilder.NAME
            + " or "
            + ScoreQueryBuilder.NAME);
  }

  /** The elements as the document has them. */
  @Override
  public ValueFetcher valueFetcher(QueryShardContext context, SearchLookup lookup, String format) {
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
