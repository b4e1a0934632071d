package org.nseekfs.opensearch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.Query;
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
 * The query {@code nseek_score}: scores every document that a query matches, and that has a vector,
 * by its nearness to one.
 *
 * <pre>{"nseek_score": {"field": "emb", "vector": [..], "query": {..}}}</pre>
 */
public final class ScoreQueryBuilder extends AbstractQueryBuilder<ScoreQueryBuilder> {

  /** What requests call the query. */
  public static final String NAME = "nseek_score";

  private static final String QUERY = "query";
  private static final ObjectParser<Options, Void> PARSER = new ObjectParser<>(NAME, Options::new);

  /** What the parser has read. */
  private static final class Options extends QueryOptions {
    private QueryBuilder query;

    ScoreQueryBuilder builder() {
      return new ScoreQueryBuilder(target(), query);
    }
  }

  static {
    QueryOptions.declareTarget(PARSER);
    PARSER.declareObject(
        (options, query) -> options.query = query,
        (parser, nothing) -> parseInnerQueryBuilder(parser),
        new ParseField(QUERY));
    QueryOptions.declareStandard(PARSER);
  }

  private final FieldTarget target;
  private final QueryBuilder query;

  /**
   * Scores by the vectors of {@code field}.
   *
   * @param query whose documents are scored; null for all that have a vector
   */
  public ScoreQueryBuilder(String field, List<Double> vector, QueryBuilder query) {
    this(new FieldTarget(field, vector, false), query);
  }

  private ScoreQueryBuilder(FieldTarget target, QueryBuilder query) {
    this.target = target;
    this.query = query;
  }

  ScoreQueryBuilder(StreamInput in) throws IOException {
    super(in);
    this.target = new FieldTarget(in);
    this.query = in.readOptionalNamedWriteable(QueryBuilder.class);
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    target.writeTo(out);
    out.writeOptionalNamedWriteable(query);
  }

  static ScoreQueryBuilder fromXContent(XContentParser parser) throws IOException {
    return QueryOptions.parse(PARSER, parser, Options::builder);
  }

  @Override
  protected void doXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject(NAME);
    target.toXContent(builder, params);
    if (query != null) {
      builder.field(QUERY, query);
    }
    printBoostAndQueryName(builder);
    builder.endObject();
  }

  @Override
  protected QueryBuilder doRewrite(QueryRewriteContext context) throws IOException {
    QueryBuilder rewritten = query == null ? null : query.rewrite(context);
    if (rewritten instanceof MatchNoneQueryBuilder none) {
      return none;
    }
    return rewritten == query ? this : new ScoreQueryBuilder(target, rewritten);
  }

  @Override
  protected Query doToQuery(QueryShardContext context) throws IOException {
    Optional<VectorField> field = target.declared(context);
    if (field.isEmpty()) {
      return target.nothing();
    }
    NestedScope scope = MappedObjects.scope(context);
    scope.require(field.get().name(), NAME);
    Query scored = query == null ? null : scope.filter(query.toQuery(context));
    return target.elements(field.get()).toScoreQuery(scored);
  }

  @Override
  protected void extractInnerHitBuilders(Map<String, InnerHitContextBuilder> innerHits) {
    if (query != null) {
      InnerHitContextBuilder.extractInnerHits(query, innerHits);
    }
  }

  @Override
  public void visit(QueryBuilderVisitor visitor) {
    visitor.accept(this);
    if (query != null) {
      query.visit(visitor.getChildVisitor(BooleanClause.Occur.FILTER));
    }
  }

  @Override
  protected boolean doEquals(ScoreQueryBuilder other) {
    return target.equals(other.target) && Objects.equals(query, other.query);
  }

  @Override
  protected int doHashCode() {
    return Objects.hash(target, query);
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }
}
