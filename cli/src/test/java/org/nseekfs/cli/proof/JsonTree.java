package org.nseekfs.cli.proof;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The JSON of a file, to be tampered with; places are JSON pointers. */
public record JsonTree(ObjectNode root) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  public static JsonTree read(Path file) throws IOException {
    return new JsonTree((ObjectNode) MAPPER.readTree(file.toFile()));
  }

  public JsonNode at(String place) {
    return root.at(place);
  }

  /** Puts {@code json} in place of what is there. */
  public JsonTree set(String place, String json) throws IOException {
    JsonPointer pointer = JsonPointer.compile(place);
    JsonNode value = MAPPER.readTree(json);
    switch (root.at(pointer.head())) {
      case ObjectNode object -> object.set(pointer.last().getMatchingProperty(), value);
      case ArrayNode array -> array.set(pointer.last().getMatchingIndex(), value);
      case JsonNode none -> throw new IllegalArgumentException("nothing at " + place + ": " + none);
    }
    return this;
  }

  /** A number as certificates write it. */
  public static String exact(double value) {
    String bits = HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value));
    return "{\"value\": " + value + ", \"bits\": \"" + bits + "\"}";
  }

  /** Something else of the same kind; null becomes a text. */
  public static String changed(JsonNode leaf) {
    if (leaf.isIntegralNumber()) {
      return Long.toString(leaf.asLong() + 1);
    }
    return leaf.isNumber()
        ? Double.toString(Math.nextUp(leaf.asDouble()))
        : "\"x" + leaf.asText() + "\"";
  }

  /** The places of everything that is neither object nor list. */
  public List<String> leaves() {
    List<String> leaves = new ArrayList<>();
    collect(root, "", leaves);
    return leaves;
  }

  private static void collect(JsonNode node, String place, List<String> leaves) {
    if (node.isValueNode()) {
      leaves.add(place);
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      collect(property.getValue(), place + "/" + property.getKey(), leaves);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(node.get(i), place + "/" + i, leaves);
    }
  }

  public Path write(Path file) throws IOException {
    return Files.writeString(file, root.toString());
  }
}
