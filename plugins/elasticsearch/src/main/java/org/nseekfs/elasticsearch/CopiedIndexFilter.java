package org.nseekfs.elasticsearch;

import java.util.Arrays;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.ActionRequest;
import org.elasticsearch.action.admin.cluster.snapshots.restore.RestoreSnapshotRequest;
import org.elasticsearch.action.admin.indices.shrink.ResizeRequest;
import org.elasticsearch.action.support.ActionFilter;
import org.elasticsearch.cluster.metadata.IndexMetadata;
import org.elasticsearch.common.settings.Settings;

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
    boolean disables =
        switch (request) {
          case ResizeRequest resize -> disables(resize.getTargetIndexRequest().settings());
          case RestoreSnapshotRequest restore ->
              disables(restore.indexSettings())
                  || Arrays.asList(restore.ignoreIndexSettings())
                      .contains(NSeekPlugin.ENABLED.getKey());
          default -> false;
        };
    if (disables) {
      listener.onFailure(
          new IllegalArgumentException(
              NSeekPlugin.ENABLED.getKey()
                  + " cannot be taken from an index that is cloned, shrunk, split or restored: leave"
                  + " it out of the request"));
    }
    return !disables;
  }

  private static boolean disables(Settings given) {
    Settings settings =
        Settings.builder().put(given).normalizePrefix(IndexMetadata.INDEX_SETTING_PREFIX).build();
    return NSeekPlugin.ENABLED.exists(settings) && !NSeekPlugin.ENABLED.get(settings);
  }
}
