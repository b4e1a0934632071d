package org.nseekfs.solr;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import org.apache.solr.common.SolrDocument;
import org.apache.solr.common.SolrDocumentList;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.common.params.CommonParams;
import org.apache.solr.common.params.CursorMarkParams;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.core.SolrCore;
import org.apache.solr.handler.component.ResponseBuilder;
import org.apache.solr.request.SolrQueryRequestBase;
import org.apache.solr.request.SolrRequestHandler;
import org.apache.solr.request.SolrRequestInfo;
import org.apache.solr.response.SolrQueryResponse;
import org.apache.solr.search.QueryParsing;
import org.nseekfs.search.hybrid.Fusion;
import org.nseekfs.search.hybrid.ScoredList;

/** Searches for the lists of a hybrid query, each over all shards, by requests to this node. */
final class ListSearch {

  /** What would be computed for each list, and is for the fused one. */
  private static final List<String> SWITCHED_OFF =
      List.of(
          "facet",
          "hl",
          "stats",
          "group",
          "mlt",
          "terms",
          "tv",
          "spellcheck",
          "expand",
          "debug",
          "debugQuery",
          "elevate",
          "enableElevation");

  /** What shapes the fused list. {@code json} would be read again, and win. */
  private static final List<String> LEFT_OUT =
      List.of(
          CommonParams.SORT,
          CommonParams.RQ,
          CommonParams.JSON,
          CommonParams.FL,
          QueryParsing.DEFTYPE,
          CursorMarkParams.CURSOR_MARK_PARAM);

  private final ResponseBuilder builder;
  private final SolrParams local;
  private final int window;
  private final String key;

  /**
   * Searches for lists of {@code window} hits.
   *
   * @param local the hybrid query's
   */
  ListSearch(ResponseBuilder builder, SolrParams local, int window) {
    this.builder = builder;
    this.local = local;
    this.window = window;
    this.key = builder.req.getSchema().getUniqueKeyField().getName();
  }

  /**
   * The hits of {@code list} among all shards, by their unique keys.
   *
   * @throws SolrException with the status of the failure, if the search failed
   */
  ScoredList<String> search(HybridList list, Fusion fusion) {
    SolrDocumentList found = run(params(list.query()));
    List<String> keys = new ArrayList<>();
    float[] scores = new float[found.size()];
    for (SolrDocument hit : found) {
      scores[keys.size()] = ((Number) hit.getFieldValue("score")).floatValue();
      keys.add(hit.getFieldValue(key).toString());
    }
    return new ScoredList<>(list.query(), list.weight(), keys, scores, fusion);
  }

  private SolrParams params(String query) {
    ModifiableSolrParams params = new ModifiableSolrParams(builder.req.getParams());
    LEFT_OUT.forEach(params::remove);
    SWITCHED_OFF.forEach(name -> params.set(name, false));
    params.set(CommonParams.Q, query);
    params.set(CommonParams.FL, key, "score");
    params.set(CommonParams.START, 0);
    params.set(CommonParams.ROWS, window);
    params.set(FusedParams.WINDOW, window);
    String[] preFilters = local.getParams(LocalParams.PRE_FILTER);
    if (preFilters != null) {
      params.set(CommonParams.FQ, preFilters);
    }
    return params;
  }

  private SolrDocumentList run(SolrParams params) {
    SolrCore core = builder.req.getCore();
    SolrQueryResponse response = new SolrQueryResponse();
    try (ListRequest request = new ListRequest(core, params)) {
      SolrRequestInfo.setRequestInfo(new SolrRequestInfo(request, response));
      try {
        core.execute(handler(core), request, response);
      } finally {
        SolrRequestInfo.clearRequestInfo();
      }
    }
    requireSuccess(response);
    return (SolrDocumentList) response.getResponse();
  }

  /** A request in the name of the one that is to be answered. */
  private final class ListRequest extends SolrQueryRequestBase {

    ListRequest(SolrCore core, SolrParams params) {
      super(core, params);
    }

    @Override
    public Principal getUserPrincipal() {
      return builder.req.getUserPrincipal();
    }
  }

  private SolrRequestHandler handler(SolrCore core) {
    String path = (String) builder.req.getContext().get(CommonParams.PATH);
    SolrRequestHandler handler = core.getRequestHandler(path);
    if (handler == null) {
      throw new SolrException(ErrorCode.SERVER_ERROR, "no handler at path \"" + path + "\"");
    }
    return handler;
  }

  private void requireSuccess(SolrQueryResponse response) {
    Exception failure = response.getException();
    if (failure instanceof SolrException known) {
      throw known;
    }
    if (failure != null) {
      throw new SolrException(ErrorCode.SERVER_ERROR, failure);
    }
    if (SolrQueryResponse.isPartialResults(response.getResponseHeader())) {
      builder.rsp.setPartialResults(builder.req);
    }
  }
}
