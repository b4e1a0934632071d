package org.nseekfs.opensearch;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.nseekfs.adapter.WholeNumber;
import org.opensearch.core.ParseField;
import org.opensearch.core.common.ParsingException;
import org.opensearch.core.xcontent.ObjectParser;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.query.AbstractQueryBuilder;

/** What a parser has read of a query before the query is made: all of it, in any order. */
class QueryOptions {

  String field;
  List<Double> vector;
  boolean ignoreUnmapped;
  Float boost;
  String queryName;

  /** The vector and its field; throws if one was not given. */
  final FieldTarget target() {
    return new FieldTarget(field, vector, ignoreUnmapped);
  }

  /** Declares field and vector, and whether there may be no such field. */
  static <O extends QueryOptions> void declareTarget(ObjectParser<O, Void> parser) {
    parser.declareString(
        (options, field) -> options.field = field, new ParseField(FieldTarget.FIELD));
    parser.declareDoubleArray(
        (options, vector) -> options.vector = vector, new ParseField(FieldTarget.VECTOR));
    parser.declareBoolean(
        (options, ignore) -> options.ignoreUnmapped = ignore,
        new ParseField(FieldTarget.IGNORE_UNMAPPED));
  }

  /** Declares a whole number. */
  static <O extends QueryOptions> void declareWhole(
      ObjectParser<O, Void> parser, String name, BiConsumer<O, Integer> option) {
    parser.declareField(
        option,
        content -> WholeNumber.of(name, content.text()),
        new ParseField(name),
        ObjectParser.ValueType.INT);
  }

  /** Declares what every query has. */
  static <O extends QueryOptions> void declareStandard(ObjectParser<O, Void> parser) {
    parser.declareFloat(
        (options, boost) -> options.boost = boost, AbstractQueryBuilder.BOOST_FIELD);
    parser.declareString(
        (options, name) -> options.queryName = name, AbstractQueryBuilder.NAME_FIELD);
  }

  /**
   * Reads a query.
   *
   * @throws ParsingException saying what {@code make} says, if it throws an
   *     IllegalArgumentException
   */
  static <O extends QueryOptions, Q extends AbstractQueryBuilder<Q>> Q parse(
      ObjectParser<O, Void> parser, XContentParser content, Function<O, Q> make)
      throws IOException {
    O options = parser.parse(content, null);
    try {
      Q query = make.apply(options);
      if (options.boost != null) {
        query.boost(options.boost);
      }
      return query.queryName(options.queryName);
    } catch (IllegalArgumentException e) {
      throw new ParsingException(
          content.getTokenLocation(), "[" + parser.getName() + "] " + e.getMessage(), e);
    }
  }
}
