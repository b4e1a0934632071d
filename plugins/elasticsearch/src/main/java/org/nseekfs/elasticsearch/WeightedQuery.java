package org.nseekfs.elasticsearch;

import java.io.IOException;
import java.util.Objects;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.common.io.stream.Writeable;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.xcontent.ConstructingObjectParser;
import org.elasticsearch.xcontent.ParseField;
import org.elasticsearch.xcontent.ToXContentObject;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;

/**
 * One of the queries that a hybrid query fuses.
 *
 * @param weight of what the fusion makes of its scores, above 0
 */
public record WeightedQuery(QueryBuilder query, float weight)
    implements Writeable, ToXContentObject {

  private static final String QUERY = "query";
  private static final String WEIGHT = "weight";
  private static final ConstructingObjectParser<WeightedQuery, Void> PARSER =
      new ConstructingObjectParser<>(
          HybridQueryBuilder.NAME,
          values ->
              new WeightedQuery(
                  (QueryBuilder) values[0], values[1] == null ? 1 : (Float) values[1]));

  static {
    PARSER.declareObject(
        ConstructingObjectParser.constructorArg(),
        (parser, nothing) -> HybridQueryBuilder.parseInner(parser),
        new ParseField(QUERY));
    PARSER.declareFloat(ConstructingObjectParser.optionalConstructorArg(), new ParseField(WEIGHT));
  }

  /** Checks the weight. */
  public WeightedQuery {
    Objects.requireNonNull(query, QUERY);
    if (!(weight > 0 && weight <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException("weight must be above 0 and finite, got " + weight);
    }
  }

  WeightedQuery(StreamInput in) throws IOException {
    this(in.readNamedWriteable(QueryBuilder.class), in.readFloat());
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeNamedWriteable(query);
    out.writeFloat(weight);
  }

  static WeightedQuery fromXContent(XContentParser parser) {
    return PARSER.apply(parser, null);
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    return builder.startObject().field(QUERY, query).field(WEIGHT, weight).endObject();
  }

  /** What explanations and profiles call the query: its {@code _name}, or else what it is. */
  String name() {
    return query.queryName() == null ? query.getName() : query.queryName();
  }
}
