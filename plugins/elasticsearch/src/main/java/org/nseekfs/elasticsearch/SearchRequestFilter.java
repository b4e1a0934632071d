package org.nseekfs.elasticsearch;

import java.util.List;
import java.util.Objects;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.ActionRequest;
import org.elasticsearch.action.ActionResponse;
import org.elasticsearch.action.search.SearchRequest;
import org.elasticsearch.action.search.TransportSearchAction;
import org.elasticsearch.action.support.ActionFilterChain;
import org.elasticsearch.action.support.MappedActionFilter;
import org.elasticsearch.cluster.service.ClusterService;
import org.elasticsearch.common.util.concurrent.ThreadContext;
import org.elasticsearch.tasks.Task;
import org.elasticsearch.tasks.TaskId;
import org.elasticsearch.threadpool.ThreadPool;

/**
 * Notes the search request that a node coordinates in the thread's context, where a {@link
 * HybridQueryBuilder} that is a part of it finds it: Elasticsearch tells queries the indices of
 * their request, and nothing else of it.
 */
final class SearchRequestFilter implements MappedActionFilter {

  private static final String KEY = "nseek_search_request";

  private volatile ClusterService clusterService;
  private volatile ThreadPool threadPool;

  /**
   * A request and its task.
   *
   * @param task so that what is searched for the request is cancelled with it
   */
  record Noted(SearchRequest request, TaskId task) {}

  /** To be called when the node is made, before it answers requests. */
  void start(ClusterService clusterService, ThreadPool threadPool) {
    this.clusterService = Objects.requireNonNull(clusterService, "clusterService");
    this.threadPool = Objects.requireNonNull(threadPool, "threadPool");
  }

  /** The request that is coordinated in {@code context}, null if it is none of search. */
  static Noted noted(ThreadContext context) {
    return context.getTransient(KEY);
  }

  @Override
  public String actionName() {
    return TransportSearchAction.NAME;
  }

  @Override
  public <Q extends ActionRequest, R extends ActionResponse> void apply(
      Task task,
      String action,
      Q request,
      ActionListener<R> listener,
      ActionFilterChain<Q, R> chain) {
    if (!(request instanceof SearchRequest search)) {
      chain.proceed(task, action, request, listener);
      return;
    }
    ThreadContext context = threadPool.getThreadContext();
    ThreadContext.StoredContext outer = context.newStoredContext(List.of(KEY), List.of());
    try {
      context.putTransient(
          KEY, new Noted(search, new TaskId(clusterService.localNode().getId(), task.getId())));
      chain.proceed(task, action, request, listener);
    } finally {
      outer.restore();
    }
  }
}
