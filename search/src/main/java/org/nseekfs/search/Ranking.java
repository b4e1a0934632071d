package org.nseekfs.search;

import java.util.Comparator;

/** What documents are ranked by; equals are ranked by document id. */
enum Ranking {
  /** The raw similarity: our own search. */
  RAW {
    @Override
    double key(VectorLeaf leaf, double raw) {
      return raw;
    }

    @Override
    double key(RawScoreDoc hit) {
      return hit.raw;
    }
  },
  /** Lucene's float score, which maps neighbouring raw values to one: a clause in its pipeline. */
  SCORE {
    @Override
    double key(VectorLeaf leaf, double raw) {
      return leaf.score(raw);
    }

    @Override
    double key(RawScoreDoc hit) {
      return hit.score;
    }
  };

  /** What a document of {@code leaf} is ranked by; never smaller for a larger raw value. */
  abstract double key(VectorLeaf leaf, double raw);

  abstract double key(RawScoreDoc hit);

  /** The order of results. */
  Comparator<RawScoreDoc> bestFirst() {
    return Comparator.<RawScoreDoc>comparingDouble(this::key)
        .reversed()
        .thenComparingInt(hit -> hit.doc);
  }
}
