package org.nseekfs.search.hybrid;

import java.util.Objects;
import org.apache.lucene.search.Query;

/**
 * One of the lists that a {@link HybridQuery} fuses.
 *
 * @param query whose hits they are. A vector query ranks them by raw similarity, and finds no more
 *     than its own k; others by score
 * @param weight of the list's scores, above 0
 * @param window how many of its best hits take part, at least 1
 */
public record HybridClause(Query query, float weight, int window) {

  /** Checks the figures. */
  public HybridClause {
    Objects.requireNonNull(query, "query");
    if (!(weight > 0 && weight <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "weight must be above 0 and finite, got " + weight + " for clause \"" + query + "\"");
    }
    if (window < 1) {
      throw new IllegalArgumentException(
          "window must be at least 1, got " + window + " for clause \"" + query + "\"");
    }
  }

  String toString(String field) {
    return "(" + query.toString(field) + ")*" + weight + "[" + window + "]";
  }
}
