package org.nseekfs.elasticsearch;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.elasticsearch.cluster.metadata.ProjectMetadata;
import org.elasticsearch.common.compress.CompressedXContent;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.xcontent.XContentHelper;
import org.elasticsearch.index.IndexMode;
import org.elasticsearch.index.IndexSettingProvider;
import org.elasticsearch.index.IndexVersion;
import org.elasticsearch.xcontent.XContentType;
import org.nseekfs.adapter.IndexSetting;
import org.nseekfs.adapter.VectorField;

/** Enables an index for vector fields if the mapping it is created with has one. */
final class EnabledByMapping implements IndexSettingProvider {

  @Override
  public void provideAdditionalSettings(
      String indexName,
      String dataStreamName,
      IndexMode templateIndexMode,
      ProjectMetadata projectMetadata,
      Instant resolvedAt,
      Settings indexTemplateAndCreateRequestSettings,
      List<CompressedXContent> combinedTemplateMappings,
      IndexVersion indexVersion,
      Settings.Builder additionalSettings) {
    if (!NSeekPlugin.ENABLED.exists(indexTemplateAndCreateRequestSettings)
        && combinedTemplateMappings.stream().anyMatch(EnabledByMapping::hasVectorField)) {
      additionalSettings.put(IndexSetting.KEY, true);
    }
  }

  private static boolean hasVectorField(CompressedXContent mapping) {
    return hasVectorField(
        XContentHelper.convertToMap(mapping.uncompressed(), false, XContentType.JSON).v2());
  }

  private static boolean hasVectorField(Object node) {
    if (node instanceof Map<?, ?> map) {
      return VectorField.TYPE.equals(map.get("type"))
          || map.values().stream().anyMatch(EnabledByMapping::hasVectorField);
    }
    return node instanceof Collection<?> list
        && list.stream().anyMatch(EnabledByMapping::hasVectorField);
  }
}
