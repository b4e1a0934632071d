package org.nseekfs.elasticsearch;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.SetOnce;
import org.elasticsearch.action.ResolvedIndices;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.index.query.QueryRewriteContext;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.xcontent.ObjectParser;
import org.elasticsearch.xcontent.ParseField;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;
import org.nseekfs.adapter.HybridRequest;

/**
 * The query {@code nseek_hybrid}: the best documents of several queries fused, over all shards. The
 * node that coordinates the search runs each query as a search of its own over the same indices,
 * fuses their hits, and searches for these: what ranks and scores mean is what they mean over the
 * whole.
 *
 * <pre>{"nseek_hybrid": {"k": 10, "queries": [{"query": {..}, "weight": 1}, ..]}}</pre>
 */
public final class HybridQueryBuilder extends VersionedQueryBuilder<HybridQueryBuilder> {

  /** What requests call the query. */
  public static final String NAME = "nseek_hybrid";

  private static final ObjectParser<Options, Void> PARSER = new ObjectParser<>(NAME, Options::new);

  /** What the parser has read. */
  private static final class Options extends QueryOptions {
    private Integer k;
    private Integer window;
    private String fusion;
    private Integer rankConstant;
    private List<WeightedQuery> queries;

    HybridQueryBuilder builder() {
      return new HybridQueryBuilder(new HybridRequest(k, window, fusion, rankConstant), queries);
    }
  }

  static {
    QueryOptions.declareWhole(PARSER, "k", (options, k) -> options.k = k);
    QueryOptions.declareWhole(PARSER, "window", (options, window) -> options.window = window);
    PARSER.declareString((options, fusion) -> options.fusion = fusion, new ParseField("fusion"));
    QueryOptions.declareWhole(
        PARSER, "rank_constant", (options, constant) -> options.rankConstant = constant);
    PARSER.declareObjectArray(
        (options, queries) -> options.queries = queries,
        (parser, nothing) -> WeightedQuery.fromXContent(parser),
        new ParseField("queries"));
    QueryOptions.declareStandard(PARSER);
  }

  private final HybridRequest request;
  private final List<WeightedQuery> queries;

  /** Of a search under way, what it will find; null before. */
  private final Supplier<QueryBuilder> found;

  /**
   * Fuses the hits of {@code queries}.
   *
   * @throws IllegalArgumentException if there are none
   */
  public HybridQueryBuilder(HybridRequest request, List<WeightedQuery> queries) {
    this(request, queries == null ? List.of() : queries, null);
    if (this.queries.isEmpty()) {
      throw new IllegalArgumentException("queries must be at least 1, got 0");
    }
  }

  private HybridQueryBuilder(
      HybridRequest request, List<WeightedQuery> queries, Supplier<QueryBuilder> found) {
    this.request = request;
    this.queries = List.copyOf(queries);
    this.found = found;
  }

  HybridQueryBuilder(StreamInput in) throws IOException {
    super(in);
    this.request =
        new HybridRequest(in.readVInt(), in.readVInt(), in.readString(), in.readOptionalVInt());
    this.queries = in.readCollectionAsList(WeightedQuery::new);
    this.found = null;
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    out.writeVInt(request.k());
    out.writeVInt(request.window());
    out.writeString(request.fusion());
    out.writeOptionalVInt(request.rankConstant());
    out.writeCollection(queries);
  }

  static HybridQueryBuilder fromXContent(XContentParser parser) throws IOException {
    return QueryOptions.parse(PARSER, parser, Options::builder);
  }

  static QueryBuilder parseInner(XContentParser parser) throws IOException {
    return parseInnerQueryBuilder(parser);
  }

  @Override
  protected void doXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject(NAME);
    builder.field("k", request.k());
    builder.field("window", request.window());
    builder.field("fusion", request.fusion());
    if (request.rankConstant() != null) {
      builder.field("rank_constant", request.rankConstant());
    }
    builder.startArray("queries");
    for (WeightedQuery query : queries) {
      query.toXContent(builder, params);
    }
    builder.endArray();
    boostAndQueryNameToXContent(builder);
    builder.endObject();
  }

  HybridRequest request() {
    return request;
  }

  List<WeightedQuery> queries() {
    return queries;
  }

  @Override
  protected QueryBuilder doRewrite(QueryRewriteContext context) {
    if (found != null) {
      return found.get() == null ? this : found.get();
    }
    ResolvedIndices indices = context.getResolvedIndices();
    if (indices == null) {
      return this;
    }
    requireLocal(indices);
    SetOnce<QueryBuilder> result = new SetOnce<>();
    HybridSearch search = new HybridSearch(this, indices);
    context.registerAsyncAction(
        (client, listener) ->
            search.run(
                client,
                listener.delegateFailureAndWrap(
                    (rewritten, fused) -> {
                      result.set(fused);
                      rewritten.onResponse(null);
                    })));
    return new HybridQueryBuilder(request, queries, result::get);
  }

  private static void requireLocal(ResolvedIndices indices) {
    if (!indices.getRemoteClusterIndices().isEmpty()) {
      throw new IllegalArgumentException(
          "["
              + NAME
              + "] searches one cluster only, got indices of "
              + new TreeSet<>(indices.getRemoteClusterIndices().keySet()));
    }
  }

  /** Reached where nothing coordinates: what a shard alone would find is not what was asked for. */
  @Override
  protected Query doToQuery(SearchExecutionContext context) {
    throw new IllegalArgumentException(
        "["
            + NAME
            + "] ranks over all shards, so it works in the search requests that a node coordinates:"
            + " not in filters of aliases or in percolators");
  }

  @Override
  protected boolean doEquals(HybridQueryBuilder other) {
    return request.equals(other.request)
        && queries.equals(other.queries)
        && Objects.equals(found, other.found);
  }

  @Override
  protected int doHashCode() {
    return Objects.hash(request, queries, found);
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }
}
