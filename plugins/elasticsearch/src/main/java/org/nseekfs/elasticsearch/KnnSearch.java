package org.nseekfs.elasticsearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.ToChildBlockJoinQuery;
import org.elasticsearch.common.lucene.search.Queries;
import org.elasticsearch.index.mapper.NestedObjectMapper;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.index.search.NestedHelper;
import org.nseekfs.adapter.KnnRequest;
import org.nseekfs.adapter.VectorElements;
import org.nseekfs.adapter.VectorField;
import org.nseekfs.search.ExactDiversifyingChildrenVectorQuery;
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
   *     is none of the field's, or the field lies in nested objects and the query does not
   */
  TargetQuery toQuery(SearchExecutionContext context, QueryBuilder filter) throws IOException {
    List<Query> filters = new ArrayList<>();
    for (QueryBuilder one :
        Stream.of(filter, context.getAliasFilter()).filter(Objects::nonNull).toList()) {
      filters.add(one.toQuery(context));
    }
    String path = context.nestedLookup().getNestedParent(field.name());
    return path == null
        ? request.toQuery(field, vector, all(filters))
        : inNestedObjects(context, path, filters);
  }

  private static Query all(List<Query> filters) {
    if (filters.size() < 2) {
      return filters.isEmpty() ? null : filters.getFirst();
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    filters.forEach(filter -> all.add(filter, BooleanClause.Occur.FILTER));
    return all.build();
  }

  private TargetQuery inNestedObjects(
      SearchExecutionContext context, String path, List<Query> filters) {
    Query parents = parents(context, path);
    BitSetProducer parentBits = context.bitsetFilter(parents);
    List<Query> ofChildren = new ArrayList<>();
    for (Query filter : filters) {
      ofChildren.add(
          NestedHelper.mightMatchNonNestedDocs(filter, path, context)
              ? new ToChildBlockJoinQuery(Queries.filtered(filter, parents), parentBits)
              : filter);
    }
    return request.k() == null
        ? request.toQuery(field, vector, all(ofChildren))
        : nearestChildren(all(ofChildren), parentBits);
  }

  /** Which documents are the parents of the objects that the query is inside of. */
  private Query parents(SearchExecutionContext context, String path) {
    NestedObjectMapper objects = context.nestedScope().getObjectMapper();
    if (objects == null) {
      throw new IllegalArgumentException(
          "field \""
              + field.name()
              + "\" lies in nested objects: "
              + KnnQueryBuilder.NAME
              + " must be inside a nested query of path \""
              + path
              + "\", got it outside");
    }
    context.nestedScope().previousLevel();
    try {
      NestedObjectMapper outer = context.nestedScope().getObjectMapper();
      return outer == null
          ? Queries.newNonNestedFilter(context.indexVersionCreated())
          : outer.nestedTypeFilter();
    } finally {
      context.nestedScope().nextLevel(objects);
    }
  }

  private TargetQuery nearestChildren(Query filter, BitSetProducer parents) {
    if (request.mode() == KnnRequest.Mode.LSH) {
      throw new IllegalArgumentException(
          "field \""
              + field.name()
              + "\" lies in nested objects: mode must be exact or auto, got lsh");
    }
    String name = field.name();
    int k = request.k();
    return switch (VectorElements.of(field, vector).toArray()) {
      case float[] floats ->
          new ExactDiversifyingChildrenVectorQuery(name, floats, k, filter, parents);
      case double[] doubles ->
          new ExactDiversifyingChildrenVectorQuery(name, doubles, k, filter, parents);
      case Object bytes ->
          new ExactDiversifyingChildrenVectorQuery(name, (byte[]) bytes, k, filter, parents);
    };
  }
}
