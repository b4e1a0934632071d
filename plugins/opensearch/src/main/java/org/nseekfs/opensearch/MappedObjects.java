package org.nseekfs.opensearch;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.sandbox.search.CoveringQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.join.BitSetProducer;
import org.nseekfs.adapter.NestedObjects;
import org.nseekfs.adapter.NestedScope;
import org.opensearch.common.lucene.search.Queries;
import org.opensearch.common.lucene.search.function.FunctionScoreQuery;
import org.opensearch.common.lucene.search.function.ScriptScoreQuery;
import org.opensearch.index.mapper.DocumentMapper;
import org.opensearch.index.mapper.ObjectMapper;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.index.search.OpenSearchToParentBlockJoinQuery;
import org.opensearch.search.approximate.ApproximateScoreQuery;

/** The nested objects of an index, as OpenSearch maps and joins them. */
record MappedObjects(QueryShardContext context) implements NestedObjects {

  /** Where the query that is made of {@code context} stands. */
  static NestedScope scope(QueryShardContext context) {
    ObjectMapper inside = context.nestedScope().getObjectMapper();
    return new NestedScope(
        new MappedObjects(context), inside == null ? DOCUMENTS : inside.fullPath());
  }

  private ObjectMapper mapper(String path) {
    return context.getObjectMapper(path);
  }

  @Override
  public Set<String> paths() {
    DocumentMapper mapping = context.getMapperService().documentMapper();
    return mapping == null
        ? Set.of()
        : mapping.objectMappers().values().stream()
            .filter(mapper -> mapper.nested().isNested())
            .map(ObjectMapper::fullPath)
            .collect(Collectors.toSet());
  }

  @Override
  public boolean includedInParent(String path) {
    return mapper(path).nested().isIncludeInParent();
  }

  @Override
  public boolean includedInDocument(String path) {
    return mapper(path).nested().isIncludeInRoot();
  }

  @Override
  public Query documents(String path) {
    return path.equals(DOCUMENTS) ? Queries.newNonNestedFilter() : mapper(path).nestedTypeFilter();
  }

  @Override
  public BitSetProducer bits(Query query) {
    return context.bitsetFilter(query);
  }

  @Override
  public Query plain(Query query) {
    return query instanceof ApproximateScoreQuery approximate
        ? approximate.getOriginalQuery()
        : query;
  }

  @Override
  public Optional<Clause> nested(Query query) {
    return query instanceof OpenSearchToParentBlockJoinQuery join
        ? Optional.of(
            new Clause(
                join.getChildQuery(),
                parents ->
                    new OpenSearchToParentBlockJoinQuery(
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
