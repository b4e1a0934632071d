package org.nseekfs.cli.proof;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.HexFormat;

/**
 * Doubles as objects of a readable {@code value} and its {@code bits}, 16 hexadecimal digits.
 * Infinities are quoted, for JSON has none. Where both are not the same number nothing is read.
 */
final class ExactDoubles extends SimpleModule {

  private static final long serialVersionUID = 1L;
  private static final String VALUE = "value";
  private static final String BITS = "bits";

  ExactDoubles() {
    addSerializer(Double.class, new Serializer());
    addSerializer(Double.TYPE, new Serializer());
    addDeserializer(Double.class, new Deserializer());
    addDeserializer(Double.TYPE, new Deserializer());
  }

  private static String bits(double value) {
    return HexFormat.of().toHexDigits(Double.doubleToLongBits(value));
  }

  private static final class Serializer extends StdSerializer<Double> {

    private static final long serialVersionUID = 1L;

    Serializer() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartObject();
      json.writeNumberField(VALUE, value);
      json.writeStringField(BITS, bits(value));
      json.writeEndObject();
    }
  }

  private static final class Deserializer extends StdDeserializer<Double> {

    private static final long serialVersionUID = 1L;

    Deserializer() {
      super(Double.class);
    }

    @Override
    public Double deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode node = context.readTree(parser);
      String bits = node.path(BITS).asText();
      if (node.size() != 2 || !node.has(VALUE) || !node.has(BITS)) {
        context.reportInputMismatch(this, "expected an object of value and bits, got %s", node);
      }
      double value = number(node.get(VALUE), context);
      if (!bits(value).equals(bits)) {
        context.reportInputMismatch(
            this, "value %s has the bits %s, not %s", value, bits(value), bits);
      }
      return value;
    }

    private double number(JsonNode node, DeserializationContext context) throws IOException {
      try {
        return Double.parseDouble(node.asText());
      } catch (NumberFormatException e) {
        return context.reportInputMismatch(this, "value must be a number, got %s", node);
      }
    }
  }
}
