package org.nseekfs.elasticsearch;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.elasticsearch.action.support.ActionFilter;
import org.elasticsearch.action.support.MappedActionFilter;
import org.elasticsearch.common.io.stream.NamedWriteableRegistry;
import org.elasticsearch.common.settings.Setting;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexSettingProvider;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.engine.EngineFactory;
import org.elasticsearch.index.engine.InternalEngine;
import org.elasticsearch.index.mapper.Mapper;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.EnginePlugin;
import org.elasticsearch.plugins.MapperPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.SearchPlugin;
import org.elasticsearch.search.fetch.FetchSubPhase;
import org.nseekfs.adapter.FieldWarmUp;
import org.nseekfs.adapter.IndexSetting;
import org.nseekfs.adapter.VectorField;

/** What Elasticsearch loads. */
public final class NSeekPlugin extends Plugin
    implements ActionPlugin, EnginePlugin, MapperPlugin, SearchPlugin {

  /** Whether an index may have vector fields; what gives it the codec that stores them. */
  public static final Setting<Boolean> ENABLED =
      Setting.boolSetting(
          IndexSetting.KEY, false, Setting.Property.IndexScope, Setting.Property.Final);

  private final FieldWarmUp warmUp = new FieldWarmUp();

  private final SearchRequestFilter searchRequests = new SearchRequestFilter();

  /** Whether an index of these settings may have vector fields. */
  static boolean isEnabled(Settings index) {
    return ENABLED.get(index) || index.getAsBoolean(IndexSetting.ARCHIVED_KEY, false);
  }

  @Override
  public List<Setting<?>> getSettings() {
    return List.of(ENABLED);
  }

  @Override
  public Collection<?> createComponents(PluginServices services) {
    searchRequests.start(services.clusterService(), services.threadPool());
    warmUp.start(services.threadPool().generic());
    return List.of();
  }

  @Override
  public void close() {
    warmUp.close();
  }

  @Override
  public Collection<ActionFilter> getActionFilters() {
    return List.of(new CopiedIndexFilter());
  }

  @Override
  public Collection<MappedActionFilter> getMappedActionFilters() {
    return List.of(searchRequests);
  }

  @Override
  public Collection<IndexSettingProvider> getAdditionalIndexSettingProviders(
      IndexSettingProvider.Parameters parameters) {
    return List.of(new EnabledByMapping());
  }

  /** None for indices that are read only, whose engines Elasticsearch has. */
  @Override
  public Optional<EngineFactory> getEngineFactory(IndexSettings settings) {
    return isEnabled(settings.getSettings()) && !settings.getIndexMetadata().isSearchableSnapshot()
        ? Optional.of(
            config ->
                new InternalEngine(
                    VersionedEngineConfig.withCodecs(
                        config, new NSeekCodecs(config, warmUp::opened))))
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
