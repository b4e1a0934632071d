package org.nseekfs.elasticsearch;

import java.io.IOException;
import org.elasticsearch.index.mapper.DocumentParserContext;
import org.elasticsearch.index.mapper.FieldMapper;
import org.elasticsearch.index.mapper.LuceneDocument;
import org.elasticsearch.index.mapper.Mapper;
import org.elasticsearch.index.mapper.MapperParsingException;
import org.elasticsearch.index.mapper.MappingLookup;
import org.elasticsearch.index.mapper.MappingParserContext;
import org.elasticsearch.xcontent.XContentParser;
import org.nseekfs.adapter.IndexSetting;
import org.nseekfs.adapter.VectorElements;
import org.nseekfs.adapter.VectorField;

/** Reads the vectors of documents. */
final class VectorFieldMapper extends FieldMapper {

  /** Reads mappings of the type. */
  static final TypeParser PARSER =
      new TypeParser(VectorFieldMapper::builder, notInMultiFields(VectorField.TYPE));

  private final VectorFieldType type;

  VectorFieldMapper(String simpleName, VectorFieldType type, BuilderParams params) {
    super(simpleName, type, params);
    this.type = type;
  }

  private static VectorFieldBuilder builder(String name, MappingParserContext context) {
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
    for (Mapper mapper : mappers.fieldMappers()) {
      if (mapper instanceof FieldMapper other) {
        field().requireNoCopies(other.fullPath(), other.copyTo().copyToFields());
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
  protected void parseCreateField(DocumentParserContext context) throws IOException {
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
  private void requireNone(LuceneDocument nested) {
    for (LuceneDocument doc = nested; doc != null; doc = doc.getParent()) {
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
  public FieldMapper.Builder getMergeBuilder() {
    return new VectorFieldBuilder(leafName()).init(this);
  }
}
