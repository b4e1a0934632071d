package org.nseekfs.solr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.solr.common.SolrException;

/**
 * Vectors as Solr hands them over: lists of numbers from JSON and javabin, lists of strings from
 * XML, one string {@code [1,2,3]} from requests.
 */
final class VectorText {

  private VectorText() {}

  /**
   * The elements of {@code value}.
   *
   * @param value not null
   * @throws SolrException status 400, naming the field, if it is no vector
   */
  static double[] elements(String field, Object value) {
    return switch (value) {
      case Collection<?> list -> numbers(field, new ArrayList<>(list));
      case Number number -> numbers(field, List.of(number));
      case CharSequence text -> parse(field, text.toString().strip());
      default -> throw noVector(field, value);
    };
  }

  private static double[] parse(String field, String text) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      throw noVector(field, text);
    }
    String inside = text.substring(1, text.length() - 1);
    return numbers(field, inside.isBlank() ? List.of() : List.of(inside.split(",", -1)));
  }

  private static double[] numbers(String field, List<?> values) {
    double[] numbers = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(field, values.get(i), i);
    }
    return numbers;
  }

  private static double number(String field, Object value, int position) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    try {
      if (value instanceof CharSequence text) {
        return Double.parseDouble(text.toString());
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw BadRequest.of(
        "element must be a number, got \""
            + value
            + "\" at position "
            + position
            + " for field \""
            + field
            + "\"");
  }

  private static SolrException noVector(String field, Object value) {
    return BadRequest.of(
        "vector of field \"" + field + "\" must be an array of numbers, got \"" + value + "\"");
  }
}
