package org.nseekfs.opensearch;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nseekfs.adapter.FieldWarmUp;
import org.nseekfs.adapter.IndexSetting;
import org.nseekfs.adapter.VectorField;
import org.opensearch.action.support.ActionFilter;
import org.opensearch.cluster.metadata.IndexNameExpressionResolver;
import org.opensearch.cluster.service.ClusterService;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Settings;
import org.opensearch.core.common.io.stream.NamedWriteableRegistry;
import org.opensearch.core.xcontent.NamedXContentRegistry;
import org.opensearch.env.Environment;
import org.opensearch.env.NodeEnvironment;
import org.opensearch.index.IndexSettings;
import org.opensearch.index.codec.CodecServiceFactory;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.plugins.ActionPlugin;
import org.opensearch.plugins.EnginePlugin;
import org.opensearch.plugins.MapperPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.SearchPlugin;
import org.opensearch.repositories.RepositoriesService;
import org.opensearch.script.ScriptService;
import org.opensearch.search.fetch.FetchSubPhase;
import org.opensearch.threadpool.ThreadPool;
import org.opensearch.transport.client.Client;
import org.opensearch.watcher.ResourceWatcherService;

/** What OpenSearch loads. */
public final class NSeekPlugin extends Plugin
    implements ActionPlugin, EnginePlugin, MapperPlugin, SearchPlugin {

  /** Whether an index may have vector fields; what gives it the codec that stores them. */
  public static final Setting<Boolean> ENABLED =
      Setting.boolSetting(
          IndexSetting.KEY,
          false,
          Setting.Property.IndexScope,
          Setting.Property.Final,
          Setting.Property.UnmodifiableOnRestore);

  private final FieldWarmUp warmUp = new FieldWarmUp();

  /** Whether an index of these settings may have vector fields. */
  static boolean isEnabled(Settings index) {
    return ENABLED.get(index) || index.getAsBoolean(IndexSetting.ARCHIVED_KEY, false);
  }

  @Override
  public List<Setting<?>> getSettings() {
    return List.of(ENABLED);
  }

  @Override
  public Collection<Object> createComponents(
      Client client,
      ClusterService clusterService,
      ThreadPool threadPool,
      ResourceWatcherService resourceWatcherService,
      ScriptService scriptService,
      NamedXContentRegistry xContentRegistry,
      Environment environment,
      NodeEnvironment nodeEnvironment,
      NamedWriteableRegistry namedWriteableRegistry,
      IndexNameExpressionResolver indexNameExpressionResolver,
      Supplier<RepositoriesService> repositoriesServiceSupplier) {
    warmUp.start(threadPool.generic());
    return List.of();
  }

  @Override
  public void close() {
    warmUp.close();
  }

  @Override
  public List<ActionFilter> getActionFilters() {
    return List.of(new CopiedIndexFilter());
  }

  @Override
  public Optional<CodecServiceFactory> getCustomCodecServiceFactory(IndexSettings settings) {
    return isEnabled(settings.getSettings())
        ? Optional.of(config -> new NSeekCodecService(config, warmUp::opened))
        : Optional.empty();
  }

  @Override
  public Map<String, Mapper.TypeParser> getMappers() {
    return Map.of(VectorField.TYPE, VectorFieldMapper.PARSER);
  }

  @Override
  public List<QuerySpec<?>> getQueries() {
    return List.of(
        new QuerySpec<>(KnnQueryBuilder.NAME, KnnQueryBuilder::new, KnnQueryBuilder::fromXContent),
        new QuerySpec<>(
            ScoreQueryBuilder.NAME, ScoreQueryBuilder::new, ScoreQueryBuilder::fromXContent),
        new QuerySpec<>(
            HybridQueryBuilder.NAME, HybridQueryBuilder::new, HybridQueryBuilder::fromXContent));
  }

  /** What requests cannot name, and nodes send to each other. */
  @Override
  public List<NamedWriteableRegistry.Entry> getNamedWriteables() {
    return List.of(
        new NamedWriteableRegistry.Entry(
            QueryBuilder.class, FusedQueryBuilder.NAME, FusedQueryBuilder::new));
  }

  @Override
  public List<SearchExtSpec<?>> getSearchExts() {
    return List.of(
        new SearchExtSpec<>(
            SimilarityExtBuilder.NAME,
            SimilarityExtBuilder::new,
            SimilarityExtBuilder::fromXContent));
  }

  @Override
  public List<FetchSubPhase> getFetchSubPhases(FetchPhaseConstructionContext context) {
    return List.of(new SimilarityFetchPhase());
  }
}
