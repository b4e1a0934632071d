package org.nseekfs.cli.proof;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.cli.file.MalformedFileException;
import org.nseekfs.cli.file.PartFile;
import org.nseekfs.cli.file.Utf8;
import org.nseekfs.search.audit.AuditRecord;
import org.nseekfs.search.audit.DecisionMargin;
import org.nseekfs.search.certificate.Certificate;

/** Certificates and audit records as JSON: read as they are written or not at all. */
final class ExactJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(new ExactDoubles())
          .addMixIn(Certificate.Asked.class, NullableFilter.class)
          .addMixIn(Certificate.Vectors.class, NullableSimilarityFunction.class)
          .addMixIn(AuditRecord.Proof.class, NullableDecisionMargin.class)
          .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private ExactJson() {}

  /** The filter is null where there is none. */
  private abstract static class NullableFilter {
    @JsonSetter(nulls = Nulls.SET)
    abstract String filter();
  }

  /** The similarity function is null where nothing was searched. */
  private abstract static class NullableSimilarityFunction {
    @JsonSetter(nulls = Nulls.SET)
    abstract VectorSimilarityFunction similarityFunction();
  }

  /** The decision margin is null for a search of a radius. */
  private abstract static class NullableDecisionMargin {
    @JsonSetter(nulls = Nulls.SET)
    abstract DecisionMargin decisionMargin();
  }

  /** Writes a file, over one of that name: whole or not at all. */
  static void write(Path path, Object content) throws IOException {
    try (PartFile file = PartFile.create(path)) {
      file.write(ByteBuffer.wrap(MAPPER.writeValueAsBytes(content)));
      file.commit();
    }
  }

  /**
   * Reads a file.
   *
   * @param name of what it holds
   * @throws MalformedFileException naming file, place and fault
   */
  static <T> T read(Path path, Class<T> type, String name) throws IOException {
    byte[] bytes = Utf8.bytes(path);
    try {
      T content = MAPPER.readValue(bytes, type);
      if (content == null) {
        throw new MalformedFileException(path, "no " + name + ": null");
      }
      return content;
    } catch (JsonProcessingException e) {
      throw new MalformedFileException(path, "no " + name + ": " + fault(e));
    }
  }

  /**
   * Checks the format of a file.
   *
   * @throws MalformedFileException if it is another
   */
  static void requireFormat(Path path, String expected, String format)
      throws MalformedFileException {
    if (!format.equals(expected)) {
      throw new MalformedFileException(
          path, "format must be \"" + expected + "\", got \"" + format + "\"");
    }
  }

  private static String fault(JsonProcessingException e) {
    String message =
        e instanceof ValueInstantiationException && e.getCause() != null
            ? e.getCause().getMessage()
            : e.getOriginalMessage();
    String place = e instanceof JsonMappingException mapping ? place(mapping) : "";
    if (place.isEmpty() && e.getLocation() != null) {
      place = "line " + e.getLocation().getLineNr();
    }
    return place + ": " + message;
  }

  /** The path to what is wrong: {@code certificate.answer.ranking[3].raw}. */
  private static String place(JsonMappingException e) {
    StringBuilder place = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        place.append('[').append(step.getIndex()).append(']');
      } else {
        place.append(place.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return place.toString();
  }
}
