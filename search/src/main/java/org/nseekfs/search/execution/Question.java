package org.nseekfs.search.execution;

import org.apache.lucene.search.Query;
import org.apache.lucene.search.join.BitSetProducer;
import org.nseekfs.quantization.QueryVector;

/**
 * What a search looks for: the {@code k} documents nearest to {@code target}, among those that
 * {@code filter} accepts with a raw value of at least {@code minRaw}.
 *
 * @param filter null if every document may be a hit
 * @param parents of which only the best child each is a hit; null if any document may be one
 */
public record Question(
    QueryVector target,
    Query filter,
    int k,
    double minRaw,
    Ranking ranking,
    BitSetProducer parents) {

  /** The {@code k} nearest, however far. */
  public static Question nearest(QueryVector target, Query filter, int k, Ranking ranking) {
    return new Question(target, filter, k, Double.NEGATIVE_INFINITY, ranking, null);
  }

  /** The nearest child of each of the {@code k} nearest parents. */
  public static Question nearestChildren(
      QueryVector target, Query filter, int k, Ranking ranking, BitSetProducer parents) {
    return new Question(target, filter, k, Double.NEGATIVE_INFINITY, ranking, parents);
  }

  /** All documents whose raw value is at least {@code minRaw}. */
  public static Question within(QueryVector target, Query filter, double minRaw) {
    return new Question(target, filter, Integer.MAX_VALUE, minRaw, Ranking.RAW, null);
  }

  /** Documents to expect, as far as that is known before: they are scored first. */
  int expectedHits() {
    return minRaw == Double.NEGATIVE_INFINITY ? k : 1;
  }
}
