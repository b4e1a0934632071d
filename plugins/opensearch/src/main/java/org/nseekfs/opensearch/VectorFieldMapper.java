package org.nseekfs.opensearch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.nseekfs.adapter.IndexSetting;
import org.nseekfs.adapter.VectorElements;
import org.nseekfs.adapter.VectorField;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.mapper.FieldMapper;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.index.mapper.Mapper.TypeParser.ParserContext;
import org.opensearch.index.mapper.MapperParsingException;
import org.opensearch.index.mapper.MappingLookup;
import org.opensearch.index.mapper.ParametrizedFieldMapper;
import org.opensearch.index.mapper.ParseContext;
import org.opensearch.index.mapper.ParseContext.Document;

/** Reads the vectors of documents. */
final class VectorFieldMapper extends ParametrizedFieldMapper {

  /** Reads mappings of the type. */
  static final Mapper.TypeParser PARSER = VectorFieldMapper::parse;

  /** Options of other fields, which OpenSearch drops without a word where a type has none. */
  private static final List<String> FOREIGN =
      List.of("index", "store", "doc_values", "index_options", "boost");

  private final VectorFieldType type;

  VectorFieldMapper(
      String simpleName, VectorFieldType type, MultiFields multiFields, CopyTo copyTo) {
    super(simpleName, type, multiFields, copyTo);
    this.type = type;
  }

  private static Mapper.Builder<?> parse(
      String name, Map<String, Object> options, ParserContext context) {
    if (context.isWithinMultiField()) {
      throw new MapperParsingException(VectorField.typed(name) + " must not be a sub-field");
    }
    for (String option : FOREIGN) {
      if (options.containsKey(option)) {
        throw new MapperParsingException(VectorField.typed(name) + " takes no " + option);
      }
    }
    return new TypeParser(VectorFieldMapper::builder).parse(name, options, context);
  }

  private static VectorFieldBuilder builder(String name, ParserContext context) {
    if (!NSeekPlugin.isEnabled(context.getSettings())) {
      throw new MapperParsingException(IndexSetting.missingFor(name));
    }
    return new VectorFieldBuilder(name);
  }

  VectorField field() {
    return type.field();
  }

  @Override
  protected void doValidate(MappingLookup mappers) {
    for (Mapper mapper : mappers) {
      if (mapper instanceof FieldMapper other) {
        field().requireNoCopies(other.name(), other.copyTo().copyToFields());
      }
    }
    mappers
        .objectMappers()
        .forEach((path, object) -> field().requireRead(path, object.isEnabled()));
  }

  @Override
  public boolean parsesArrayValue() {
    return true;
  }

  @Override
  protected void parseCreateField(ParseContext context) throws IOException {
    XContentParser parser = context.parser();
    if (parser.currentToken() == XContentParser.Token.VALUE_NULL) {
      return;
    }
    if (parser.currentToken() != XContentParser.Token.START_ARRAY) {
      throw new IllegalArgumentException(
          "vector of field \""
              + field().name()
              + "\" must be an array, got "
              + parser.currentToken());
    }
    VectorElements vector = elements(parser);
    requireNone(context.doc());
    context.doc().add(vector.toField());
  }

  /** What nested objects lie in has their vectors too, where the mapping includes them. */
  private void requireNone(Document nested) {
    for (Document doc = nested; doc != null; doc = doc.getParent()) {
      if (doc.getField(field().name()) != null) {
        throw new IllegalArgumentException(
            "field \"" + field().name() + "\" takes one vector of a document, got another");
      }
    }
  }

  /** Reads the array to its end whatever is wrong with it, since the document goes on there. */
  private VectorElements elements(XContentParser parser) throws IOException {
    VectorElements vector = new VectorElements(field());
    IllegalArgumentException first = null;
    while (parser.nextToken() != XContentParser.Token.END_ARRAY) {
      try {
        vector.add(element(parser, vector));
      } catch (IllegalArgumentException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
    return vector;
  }

  private static double element(XContentParser parser, VectorElements before) throws IOException {
    XContentParser.Token token = parser.currentToken();
    if (token == XContentParser.Token.VALUE_NUMBER) {
      return parser.doubleValue();
    }
    String got = token.isValue() ? token + " " + parser.textOrNull() : token.toString();
    parser.skipChildren();
    throw before.notANumber(got);
  }

  @Override
  protected String contentType() {
    return VectorField.TYPE;
  }

  @Override
  public ParametrizedFieldMapper.Builder getMergeBuilder() {
    return new VectorFieldBuilder(simpleName()).init(this);
  }
}
