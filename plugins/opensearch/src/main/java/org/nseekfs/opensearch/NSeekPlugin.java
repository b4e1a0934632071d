package org.nseekfs.opensearch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nseekfs.adapter.IndexSetting;
import org.nseekfs.adapter.VectorField;
import org.opensearch.action.support.ActionFilter;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Settings;
import org.opensearch.core.common.io.stream.NamedWriteableRegistry;
import org.opensearch.index.IndexSettings;
import org.opensearch.index.codec.CodecServiceFactory;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.plugins.ActionPlugin;
import org.opensearch.plugins.EnginePlugin;
import org.opensearch.plugins.MapperPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.SearchPlugin;
import org.opensearch.search.fetch.FetchSubPhase;

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

  /** Whether an index of these settings may have vector fields. */
  static boolean isEnabled(Settings index) {
    return ENABLED.get(index) || index.getAsBoolean(IndexSetting.ARCHIVED_KEY, false);
  }

  @Override
  public List<Setting<?>> getSettings() {
    return List.of(ENABLED);
  }

  @Override
  public List<ActionFilter> getActionFilters() {
    return List.of(new CopiedIndexFilter());
  }

  @Override
  public Optional<CodecServiceFactory> getCustomCodecServiceFactory(IndexSettings settings) {
    return isEnabled(settings.getSettings())
        ? Optional.of(NSeekCodecService::new)
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
