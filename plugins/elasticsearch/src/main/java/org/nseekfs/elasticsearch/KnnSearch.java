package org.nseekfs.elasticsearch;

import java.io.IOException;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.nseekfs.adapter.KnnRequest;
import org.nseekfs.adapter.NestedObjects;
import org.nseekfs.adapter.NestedScope;
import org.nseekfs.adapter.VectorField;
import org.nseekfs.search.TargetQuery;

/**
 * The search of a shard for what is near to a vector. Filters of aliases are filters of the search,
 * and inside a query for nested objects k counts their parents.
 */
final class KnnSearch {

  private final KnnRequest request;
  private final VectorField field;
  private final double[] vector;

  KnnSearch(KnnRequest request, VectorField field, double[] vector) {
    this.request = request;
    this.field = field;
    this.vector = vector;
  }

  /**
   * The query.
   *
   * @param filter which documents may be hits; null if all may
   * @throws IllegalArgumentException naming the field and what was expected and got, if the vector
   *     is none of the field's, or the query or a filter is where the fields are not
   */
  TargetQuery toQuery(SearchExecutionContext context, QueryBuilder filter) throws IOException {
    NestedScope scope = MappedObjects.scope(context);
    scope.require(field.name(), KnnQueryBuilder.NAME);
    BooleanQuery.Builder filters = new BooleanQuery.Builder();
    if (filter != null) {
      filters.add(scope.filter(filter.toQuery(context)), BooleanClause.Occur.FILTER);
    }
    if (context.getAliasFilter() != null) {
      Query ofDocuments = MappedObjects.ofDocuments(context.getAliasFilter(), context);
      filters.add(scope.join(ofDocuments, NestedObjects.DOCUMENTS), BooleanClause.Occur.FILTER);
    }
    BooleanQuery all = filters.build();
    Query accepted = all.clauses().isEmpty() ? null : all;
    return request.toQuery(field, vector, accepted, scope.parents());
  }
}
