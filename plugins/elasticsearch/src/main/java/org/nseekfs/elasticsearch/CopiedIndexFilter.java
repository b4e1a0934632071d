package org.nseekfs.elasticsearch;

import java.util.Arrays;
import org.elasticsearch.ExceptionsHelper;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.ActionRequest;
import org.elasticsearch.action.ActionResponse;
import org.elasticsearch.action.admin.cluster.snapshots.restore.RestoreSnapshotRequest;
import org.elasticsearch.action.admin.indices.shrink.ResizeRequest;
import org.elasticsearch.action.support.ActionFilter;
import org.elasticsearch.action.support.ActionFilterChain;
import org.elasticsearch.cluster.metadata.IndexMetadata;
import org.elasticsearch.common.regex.Regex;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.mapper.MapperParsingException;
import org.elasticsearch.tasks.Task;
import org.nseekfs.adapter.IndexSetting;

/**
 * Keeps {@link NSeekPlugin#ENABLED} as it is in indices that are cloned, shrunk, split or restored:
 * they have vectors and mappings already, which no node could open without it.
 */
final class CopiedIndexFilter implements ActionFilter {

  @Override
  public int order() {
    return 0;
  }

  @Override
  public <Q extends ActionRequest, R extends ActionResponse> void apply(
      Task task,
      String action,
      Q request,
      ActionListener<R> listener,
      ActionFilterChain<Q, R> chain) {
    if (disables(request)) {
      listener.onFailure(new IllegalArgumentException(IndexSetting.KEPT_IN_COPIES));
    } else {
      chain.proceed(task, action, request, ofRestore(request, listener));
    }
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

  /** A pattern may name the setting, and the indices have none: only Elasticsearch sees which. */
  private static <R> ActionListener<R> ofRestore(
      ActionRequest request, ActionListener<R> listener) {
    return request instanceof RestoreSnapshotRequest restore
            && Regex.simpleMatch(restore.ignoreIndexSettings(), IndexSetting.KEY)
        ? listener.delegateResponse(
            (told, failure) ->
                told.onFailure(
                    isForWant(failure)
                        ? new IllegalArgumentException(IndexSetting.KEPT_IN_COPIES, failure)
                        : failure))
        : listener;
  }

  private static boolean isForWant(Exception failure) {
    Throwable mapping = ExceptionsHelper.unwrap(failure, MapperParsingException.class);
    return mapping != null && mapping.getMessage().contains(IndexSetting.KEY);
  }

  private static boolean disables(Settings given) {
    Settings settings =
        Settings.builder().put(given).normalizePrefix(IndexMetadata.INDEX_SETTING_PREFIX).build();
    return NSeekPlugin.ENABLED.exists(settings) && !NSeekPlugin.ENABLED.get(settings);
  }
}
