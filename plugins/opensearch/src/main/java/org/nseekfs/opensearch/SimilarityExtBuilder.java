package org.nseekfs.opensearch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.DoubleValuesSource;
import org.nseekfs.adapter.NestedScope;
import org.opensearch.core.common.ParsingException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.ObjectParser;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.search.SearchExtBuilder;
import org.opensearch.search.fetch.FetchContext;

/**
 * The section {@code nseek_similarity} of {@code ext} in a search: adds to the {@code fields} of
 * every hit that has a vector its raw similarity to one.
 *
 * <pre>"ext": {"nseek_similarity": {"field": "emb", "vector": [..]}}</pre>
 */
public final class SimilarityExtBuilder extends SearchExtBuilder {

  /** What requests call the section, and responses the value. */
  public static final String NAME = "nseek_similarity";

  private static final ObjectParser<QueryOptions, Void> PARSER =
      new ObjectParser<>(NAME, QueryOptions::new);

  static {
    QueryOptions.declareTarget(PARSER);
  }

  private final FieldTarget target;

  /** Raw similarities of vectors of {@code field} to {@code vector}. */
  public SimilarityExtBuilder(String field, List<Double> vector) {
    this(new FieldTarget(field, vector, false));
  }

  private SimilarityExtBuilder(FieldTarget target) {
    this.target = target;
  }

  SimilarityExtBuilder(StreamInput in) throws IOException {
    this(new FieldTarget(in));
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    target.writeTo(out);
  }

  static SimilarityExtBuilder fromXContent(XContentParser parser) throws IOException {
    QueryOptions options = PARSER.parse(parser, null);
    try {
      return new SimilarityExtBuilder(options.target());
    } catch (IllegalArgumentException e) {
      throw new ParsingException(parser.getTokenLocation(), "[" + NAME + "] " + e.getMessage(), e);
    }
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject(NAME);
    target.toXContent(builder, params);
    return builder.endObject();
  }

  /**
   * The values in an index; empty if it does not know the field, and that is to be ignored.
   *
   * @throws IllegalArgumentException naming field, index, and what was expected and got, if the
   *     vector is none of the field's
   */
  Optional<DoubleValuesSource> values(FetchContext context) {
    return target.declared(context).map(field -> target.elements(field).toSimilarities());
  }

  /**
   * Checks that whole documents can have a value, or else that their inner hits are asked for.
   *
   * @throws IllegalArgumentException naming the field and which hits have values
   */
  void requireOfHits(FetchContext context) {
    if (context.innerHits().getInnerHits().isEmpty()) {
      NestedScope scope = MappedObjects.scope(context.getQueryShardContext());
      target.declared(context).ifPresent(field -> scope.requireOfHits(field.name(), NAME));
    }
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SimilarityExtBuilder that && target.equals(that.target);
  }

  @Override
  public int hashCode() {
    return target.hashCode();
  }
}
