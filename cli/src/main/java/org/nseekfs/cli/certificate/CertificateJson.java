package org.nseekfs.cli.certificate;

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
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.benchmarks.data.MalformedFileException;
import org.nseekfs.search.Certificate;

/** The JSON of a {@link CertificateFile}: read as it is written or not at all. */
final class CertificateJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(new ExactDoubles())
          .addMixIn(Certificate.Asked.class, NullableFilter.class)
          .addMixIn(Certificate.Vectors.class, NullableSimilarityFunction.class)
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

  private CertificateJson() {}

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

  static byte[] write(CertificateFile file) throws IOException {
    return MAPPER.writeValueAsBytes(file);
  }

  /**
   * Reads a file.
   *
   * @throws MalformedFileException naming file, place and fault
   */
  static CertificateFile read(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    try {
      CertificateFile file = MAPPER.readValue(bytes, CertificateFile.class);
      if (file == null) {
        throw new MalformedFileException(path, "no certificate: null");
      }
      return file;
    } catch (JsonProcessingException e) {
      throw new MalformedFileException(path, "no certificate: " + fault(e));
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
