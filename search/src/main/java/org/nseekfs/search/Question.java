package org.nseekfs.search;

/**
 * What a search looks for: the {@code k} documents nearest to {@code target}, among those with a
 * raw value of at least {@code minRaw}.
 */
record Question(Target target, int k, double minRaw, Ranking ranking) {

  /** The {@code k} nearest, however far. */
  static Question nearest(Target target, int k, Ranking ranking) {
    return new Question(target, k, Double.NEGATIVE_INFINITY, ranking);
  }

  /** All documents whose raw value is at least {@code minRaw}. */
  static Question within(Target target, double minRaw) {
    return new Question(target, Integer.MAX_VALUE, minRaw, Ranking.RAW);
  }

  /** Documents to expect, as far as that is known before: they are scored first. */
  int expectedHits() {
    return minRaw == Double.NEGATIVE_INFINITY ? k : 1;
  }
}
