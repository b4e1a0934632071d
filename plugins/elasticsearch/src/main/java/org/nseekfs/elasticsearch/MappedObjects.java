package org.nseekfs.elasticsearch;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.sandbox.search.CoveringQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.join.BitSetProducer;
import org.elasticsearch.common.lucene.search.Queries;
import org.elasticsearch.common.lucene.search.function.FunctionScoreQuery;
import org.elasticsearch.common.lucene.search.function.ScriptScoreQuery;
import org.elasticsearch.index.mapper.NestedObjectMapper;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.index.search.ESToParentBlockJoinQuery;
import org.nseekfs.adapter.NestedObjects;
import org.nseekfs.adapter.NestedScope;

/** The nested objects of an index, as Elasticsearch maps and joins them. */
record MappedObjects(SearchExecutionContext context) implements NestedObjects {

  /** Where the query that is made of {@code context} stands. */
  static NestedScope scope(SearchExecutionContext context) {
    NestedObjectMapper inside = context.nestedScope().getObjectMapper();
    return new NestedScope(
        new MappedObjects(context), inside == null ? DOCUMENTS : inside.fullPath());
  }

  /** The query of {@code builder} as one of whole documents, wherever {@code context} stands. */
  static Query ofDocuments(QueryBuilder builder, SearchExecutionContext context)
      throws IOException {
    Deque<NestedObjectMapper> left = new ArrayDeque<>();
    while (context.nestedScope().getObjectMapper() != null) {
      left.push(context.nestedScope().getObjectMapper());
      context.nestedScope().previousLevel();
    }
    try {
      return builder.toQuery(context);
    } finally {
      left.forEach(context.nestedScope()::nextLevel);
    }
  }

  private NestedObjectMapper mapper(String path) {
    return context.nestedLookup().getNestedMappers().get(path);
  }

  @Override
  public Set<String> paths() {
    return context.nestedLookup().getNestedMappers().keySet();
  }

  @Override
  public boolean includedInParent(String path) {
    return mapper(path).isIncludeInParent();
  }

  @Override
  public boolean includedInDocument(String path) {
    return mapper(path).isIncludeInRoot();
  }

  @Override
  public Query documents(String path) {
    return path.equals(DOCUMENTS)
        ? Queries.newNonNestedFilter(context.indexVersionCreated())
        : mapper(path).nestedTypeFilter();
  }

  @Override
  public BitSetProducer bits(Query query) {
    return context.bitsetFilter(query);
  }

  @Override
  public Query plain(Query query) {
    return query;
  }

  @Override
  public Optional<Clause> nested(Query query) {
    return query instanceof ESToParentBlockJoinQuery join
        ? Optional.of(
            new Clause(
                join.getChildQuery(),
                parents ->
                    new ESToParentBlockJoinQuery(
                        join.getChildQuery(), parents, join.getScoreMode(), join.getPath())))
        : Optional.empty();
  }

  /** Scripts and functions read what they like, and bounds of scores make them matter. */
  @Override
  public boolean hidesFields(Query query) {
    return query instanceof FunctionScoreQuery
        || query instanceof ScriptScoreQuery
        || query instanceof CoveringQuery;
  }
}
