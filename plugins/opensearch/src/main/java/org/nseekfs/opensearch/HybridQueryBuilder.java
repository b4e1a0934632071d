package org.nseekfs.opensearch;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.Query;
import org.nseekfs.adapter.HybridRequest;
import org.opensearch.common.SetOnce;
import org.opensearch.core.ParseField;
import org.opensearch.core.action.ActionListener;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.ObjectParser;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.index.query.QueryBuilderVisitor;
import org.opensearch.index.query.QueryCoordinatorContext;
import org.opensearch.index.query.QueryRewriteContext;
import org.opensearch.index.query.QueryShardContext;

/**
 * The query {@code nseek_hybrid}: the best documents of several queries fused, over all shards. The
 * node that coordinates the search runs each query as a search of its own over the same indices,
 * fuses their hits, and searches for these: what ranks and scores mean is what they mean over the
 * whole.
 *
 * <pre>{"nseek_hybrid": {"k": 10, "queries": [{"query": {..}, "weight": 1}, ..]}}</pre>
 */
public final class HybridQueryBuilder extends AbstractQueryBuilder<HybridQueryBuilder> {

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
    this.queries = in.readList(WeightedQuery::new);
    this.found = null;
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    out.writeVInt(request.k());
    out.writeVInt(request.window());
    out.writeString(request.fusion());
    out.writeOptionalVInt(request.rankConstant());
    out.writeList(queries);
  }

  static HybridQueryBuilder fromXContent(XContentParser parser) throws IOException {
    return QueryOptions.parse(PARSER, parser, Options::builder);
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
    printBoostAndQueryName(builder);
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
    QueryCoordinatorContext coordinator = context.convertToCoordinatorContext();
    if (coordinator == null) {
      return this;
    }
    SetOnce<QueryBuilder> result = new SetOnce<>();
    HybridSearch search = new HybridSearch(this, coordinator.getSearchRequest());
    context.registerAsyncAction(
        (client, listener) ->
            search.run(
                client,
                ActionListener.map(
                    listener,
                    fused -> {
                      result.set(fused);
                      return null;
                    })));
    return new HybridQueryBuilder(request, queries, result::get);
  }

  /** Reached where nothing coordinates: what a shard alone would find is not what was asked for. */
  @Override
  protected Query doToQuery(QueryShardContext context) {
    throw new IllegalArgumentException(
        "["
            + NAME
            + "] ranks over all shards, so it works in the search requests that a node coordinates:"
            + " not in filters of aliases or in percolators");
  }

  @Override
  public void visit(QueryBuilderVisitor visitor) {
    visitor.accept(this);
    for (WeightedQuery query : queries) {
      query.query().visit(visitor.getChildVisitor(BooleanClause.Occur.SHOULD));
    }
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
