package org.nseekfs.cli.search;

import org.apache.lucene.search.Query;

/**
 * What is searched.
 *
 * @param field of vectors
 * @param filter null if every document may be a hit
 */
public record Scope(String field, Query filter) {

  /** All documents with a vector in {@code field}. */
  public static Scope all(String field) {
    return new Scope(field, null);
  }
}
