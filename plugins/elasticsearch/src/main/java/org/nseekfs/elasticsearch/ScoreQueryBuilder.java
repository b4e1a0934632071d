package org.nseekfs.elasticsearch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.lucene.search.Query;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.index.query.InnerHitContextBuilder;
import org.elasticsearch.index.query.MatchNoneQueryBuilder;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.index.query.QueryRewriteContext;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.xcontent.ObjectParser;
import org.elasticsearch.xcontent.ParseField;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;
import org.nseekfs.adapter.NestedScope;
import org.nseekfs.adapter.VectorField;

/**
 * The query {@code nseek_score}: scores every document that a query matches, and that has a vector,
 * by its nearness to one.
 *
 * <pre>{"nseek_score": {"field": "emb", "vector": [..], "query": {..}}}</pre>
 */
public final class ScoreQueryBuilder extends VersionedQueryBuilder<ScoreQueryBuilder> {

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
    boostAndQueryNameToXContent(builder);
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
  protected Query doToQuery(SearchExecutionContext context) throws IOException {
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
