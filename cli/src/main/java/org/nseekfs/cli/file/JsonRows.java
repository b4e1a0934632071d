package org.nseekfs.cli.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Vectors in a {@code .jsonl}: a line is a list of numbers, or an object that holds one. */
final class JsonRows implements TextRows {

  /** Python writes NaN, which is refused later as any element that is not finite. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final Pattern NUMBER = Pattern.compile("-?\\d.*|-?Infinity|NaN");

  private final MappedFile file;
  private final TextRecords records;

  /** The field that holds the vector; null where lines are lists. */
  private final String field;

  private JsonRows(MappedFile file, TextRecords records, ReadSettings settings) throws IOException {
    this.file = file;
    this.records = records;
    if (records.count() == 0) {
      throw file.malformed("holds no vectors");
    }
    this.field = settings.columnOrNull() == null ? listField() : settings.columnOrNull();
  }

  static TextVectors open(MappedFile file, ReadSettings settings) throws IOException {
    TextRecords records = TextRecords.lines(file);
    return new TextVectors(file, records, new JsonRows(file, records, settings));
  }

  /** The only field of the first line that holds a list of numbers. */
  private String listField() throws IOException {
    List<String> fields = new ArrayList<>();
    lists(0)
        .forEach(
            (name, elements) -> {
              if (elements.length > 0 && NUMBER.matcher(elements[0]).matches()) {
                fields.add(name);
              }
            });
    if (fields.size() != 1) {
      throw file.malformed(
          fields.isEmpty()
              ? "line 1 holds no list of numbers"
              : "line 1 holds several lists of numbers, "
                  + String.join(", ", fields)
                  + ": --column says which are the vectors");
    }
    return fields.getFirst();
  }

  @Override
  public int firstRecord() {
    return 0;
  }

  @Override
  public String[] elements(int record) throws IOException {
    String[] elements = lists(record).get(field);
    if (elements == null) {
      throw file.malformed(
          "line "
              + records.line(record)
              + (field == null ? " is no list" : " has no list \"" + field + "\""));
    }
    return elements;
  }

  /** The elements of the lists that a line holds, by field; by null if it is a list itself. */
  private Map<String, String[]> lists(int record) throws IOException {
    Map<String, String[]> lists = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(records.text(record))) {
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_ARRAY) {
        lists.put(null, list(json));
      } else if (token == JsonToken.START_OBJECT) {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
          if (json.nextToken() == JsonToken.START_ARRAY) {
            lists.put(name, list(json));
          } else {
            json.skipChildren();
          }
        }
      } else {
        throw file.malformed("line " + records.line(record) + " is neither an object nor a list");
      }
      if (json.nextToken() != null) {
        throw file.malformed(
            "line " + records.line(record) + " must hold one object or list, holds more");
      }
      return lists;
    } catch (JsonProcessingException e) {
      throw file.malformed("line " + records.line(record) + " is no JSON: " + fault(e));
    }
  }

  private static String fault(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    return message.startsWith("Unexpected end-of-input")
        ? "it ends within a list or object, each of which must be on a line of its own"
        : message + ", at column " + e.getLocation().getColumnNr();
  }

  /** The elements up to the end of the list, as they are written. */
  private static String[] list(JsonParser json) throws IOException {
    List<String> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(json.currentToken().isStructStart() ? "[...]" : json.getText());
      json.skipChildren();
    }
    return elements.toArray(String[]::new);
  }

  @Override
  public String place(int position) {
    return "element " + (position + 1);
  }

  @Override
  public String remedy(int position) {
    return "";
  }
}
