package org.nseekfs.adapter;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.join.BitSetProducer;

/**
 * The nested objects of an index as an engine maps them, by path, and the engine's own queries as
 * Lucene's. The path {@link #DOCUMENTS} is that of whole documents.
 */
public interface NestedObjects {

  /** The path of what lies in no nested object. */
  String DOCUMENTS = "";

  /**
   * A query for what has nested objects that match.
   *
   * @param child which objects match
   * @param joined the same query for what has them: bits of parents to query
   */
  record Clause(Query child, Function<BitSetProducer, Query> joined) {}

  /** The paths of all nested objects. */
  Set<String> paths();

  /** Whether what the objects of {@code path} lie in has the values of their fields as well. */
  boolean includedInParent(String path);

  /** Whether the document that the objects of {@code path} lie in has their values as well. */
  boolean includedInDocument(String path);

  /** Which of Lucene's documents are the objects of {@code path}. */
  Query documents(String path);

  /** The documents that {@code query} matches, kept for each segment. */
  BitSetProducer bits(Query query);

  /** The same query without what only this engine's searchers make use of. */
  Query plain(Query query);

  /** The query as one for nested objects; empty if it is none. */
  Optional<Clause> nested(Query query);

  /** Whether what the query matches depends on fields that a visitor is not told. */
  boolean hidesFields(Query query);
}
