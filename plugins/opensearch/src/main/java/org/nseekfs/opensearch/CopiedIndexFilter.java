package org.nseekfs.opensearch;

import java.util.Arrays;
import org.nseekfs.adapter.IndexSetting;
import org.opensearch.action.ActionRequest;
import org.opensearch.action.admin.cluster.snapshots.restore.RestoreSnapshotRequest;
import org.opensearch.action.admin.indices.shrink.ResizeRequest;
import org.opensearch.action.support.ActionFilter;
import org.opensearch.cluster.metadata.IndexMetadata;
import org.opensearch.common.settings.Settings;
import org.opensearch.core.action.ActionListener;

/**
 * Keeps {@link NSeekPlugin#ENABLED} as it is in indices that are cloned, shrunk, split or restored:
 * they have vectors and mappings already, which no node could open without it.
 */
final class CopiedIndexFilter extends ActionFilter.Simple {

  @Override
  public int order() {
    return 0;
  }

  @Override
  protected boolean apply(String action, ActionRequest request, ActionListener<?> listener) {
    boolean disables = disables(request);
    if (disables) {
      listener.onFailure(new IllegalArgumentException(IndexSetting.KEPT_IN_COPIES));
    }
    return !disables;
  }

  private static boolean disables(ActionRequest request) {
    return switch (request) {
      case ResizeRequest resize -> disables(resize.getTargetIndexRequest().settings());
      case RestoreSnapshotRequest restore ->
          disables(restore.indexSettings())
              || Arrays.asList(restore.ignoreIndexSettings()).contains(IndexSetting.KEY);
      default -> false;
    };
  }

  private static boolean disables(Settings given) {
    Settings settings =
        Settings.builder().put(given).normalizePrefix(IndexMetadata.INDEX_SETTING_PREFIX).build();
    return NSeekPlugin.ENABLED.exists(settings) && !NSeekPlugin.ENABLED.get(settings);
  }
}
