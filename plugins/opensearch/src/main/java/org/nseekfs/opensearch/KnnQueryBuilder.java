package org.nseekfs.opensearch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.Query;
import org.nseekfs.adapter.CancellableQuery;
import org.nseekfs.adapter.DeferredQuery;
import org.nseekfs.adapter.KnnRequest;
import org.nseekfs.adapter.NestedScope;
import org.nseekfs.adapter.VectorField;
import org.opensearch.core.ParseField;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.ObjectParser;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.InnerHitContextBuilder;
import org.opensearch.index.query.MatchNoneQueryBuilder;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.index.query.QueryBuilderVisitor;
import org.opensearch.index.query.QueryRewriteContext;
import org.opensearch.index.query.QueryShardContext;

/**
 * The query {@code nseek_knn}: the documents of each shard whose vectors are nearest to one, or at
 * least so near, among those a filter matches.
 *
 * <pre>{"nseek_knn": {"field": "emb", "vector": [..], "k": 10, "filter": {..}}}</pre>
 */
public final class KnnQueryBuilder extends AbstractQueryBuilder<KnnQueryBuilder> {

  /** What requests call the query. */
  public static final String NAME = "nseek_knn";

  private static final String FILTER = "filter";
  private static final ObjectParser<Options, Void> PARSER = new ObjectParser<>(NAME, Options::new);

  /** What the parser has read. */
  private static final class Options extends QueryOptions {
    private Integer k;
    private String mode;
    private Double recallTarget;
    private Double minSimilarity;
    private QueryBuilder filter;

    KnnQueryBuilder builder() {
      KnnRequest request =
          new KnnRequest(
              k,
              mode == null ? null : KnnRequest.Mode.fromLabel(mode),
              recallTarget,
              minSimilarity);
      return new KnnQueryBuilder(target(), request, filter);
    }
  }

  static {
    QueryOptions.declareTarget(PARSER);
    QueryOptions.declareWhole(PARSER, "k", (options, k) -> options.k = k);
    PARSER.declareString((options, mode) -> options.mode = mode, new ParseField("mode"));
    PARSER.declareDouble(
        (options, recall) -> options.recallTarget = recall, new ParseField("recall_target"));
    PARSER.declareDouble(
        (options, raw) -> options.minSimilarity = raw, new ParseField("min_similarity"));
    PARSER.declareObject(
        (options, filter) -> options.filter = filter,
        (parser, nothing) -> parseInnerQueryBuilder(parser),
        new ParseField(FILTER));
    QueryOptions.declareStandard(PARSER);
  }

  private final FieldTarget target;
  private final KnnRequest request;
  private final QueryBuilder filter;

  /**
   * A search of {@code field} for what is near to {@code vector}.
   *
   * @param filter which documents may be hits; null if all may
   */
  public KnnQueryBuilder(
      String field, List<Double> vector, KnnRequest request, QueryBuilder filter) {
    this(new FieldTarget(field, vector, false), request, filter);
  }

  private KnnQueryBuilder(FieldTarget target, KnnRequest request, QueryBuilder filter) {
    this.target = target;
    this.request = Objects.requireNonNull(request, "request");
    this.filter = filter;
  }

  KnnQueryBuilder(StreamInput in) throws IOException {
    super(in);
    this.target = new FieldTarget(in);
    Integer k = in.readOptionalVInt();
    KnnRequest.Mode mode = KnnRequest.Mode.fromLabel(in.readString());
    this.request = new KnnRequest(k, mode, in.readOptionalDouble(), in.readOptionalDouble());
    this.filter = in.readOptionalNamedWriteable(QueryBuilder.class);
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    target.writeTo(out);
    out.writeOptionalVInt(request.k());
    out.writeString(request.mode().label());
    out.writeOptionalDouble(request.recallTarget());
    out.writeOptionalDouble(request.minSimilarity());
    out.writeOptionalNamedWriteable(filter);
  }

  static KnnQueryBuilder fromXContent(XContentParser parser) throws IOException {
    return QueryOptions.parse(PARSER, parser, Options::builder);
  }

  @Override
  protected void doXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject(NAME);
    target.toXContent(builder, params);
    if (request.k() != null) {
      builder.field("k", request.k());
    }
    builder.field("mode", request.mode().label());
    if (request.recallTarget() != null) {
      builder.field("recall_target", request.recallTarget());
    }
    if (request.minSimilarity() != null) {
      builder.field("min_similarity", request.minSimilarity());
    }
    if (filter != null) {
      builder.field(FILTER, filter);
    }
    printBoostAndQueryName(builder);
    builder.endObject();
  }

  @Override
  protected QueryBuilder doRewrite(QueryRewriteContext context) throws IOException {
    QueryBuilder rewritten = filter == null ? null : filter.rewrite(context);
    if (rewritten instanceof MatchNoneQueryBuilder none) {
      return none;
    }
    return rewritten == filter ? this : new KnnQueryBuilder(target, request, rewritten);
  }

  /** Searched when OpenSearch looks at timeouts and cancellation: after it has rewritten. */
  @Override
  protected Query doToQuery(QueryShardContext context) throws IOException {
    Optional<VectorField> field = target.declared(context);
    if (field.isEmpty()) {
      return target.nothing();
    }
    NestedScope scope = MappedObjects.scope(context);
    scope.require(field.get().name(), NAME);
    Query accepted = filter == null ? null : scope.filter(filter.toQuery(context));
    return new DeferredQuery(
        new CancellableQuery(
            request.toQuery(field.get(), target.vector(), accepted, scope.parents())),
        OneThreadSearcher::ifProfiledInOne);
  }

  @Override
  protected void extractInnerHitBuilders(Map<String, InnerHitContextBuilder> innerHits) {
    if (filter != null) {
      InnerHitContextBuilder.extractInnerHits(filter, innerHits);
    }
  }

  @Override
  public void visit(QueryBuilderVisitor visitor) {
    visitor.accept(this);
    if (filter != null) {
      filter.visit(visitor.getChildVisitor(BooleanClause.Occur.FILTER));
    }
  }

  @Override
  protected boolean doEquals(KnnQueryBuilder other) {
    return target.equals(other.target)
        && request.equals(other.request)
        && Objects.equals(filter, other.filter);
  }

  @Override
  protected int doHashCode() {
    return Objects.hash(target, request, filter);
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }
}
