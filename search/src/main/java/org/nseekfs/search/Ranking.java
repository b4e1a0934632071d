package org.nseekfs.search;

/** What documents are ranked by; equals are ranked by document id. */
enum Ranking {
  /** The raw similarity: our own search. */
  RAW {
    @Override
    double key(VectorLeaf leaf, double raw) {
      return raw;
    }
  },
  /** Lucene's float score, which maps neighbouring raw values to one: a clause in its pipeline. */
  SCORE {
    @Override
    double key(VectorLeaf leaf, double raw) {
      return leaf.score(raw);
    }
  };

  /** A number that grows with the raw value. */
  abstract double key(VectorLeaf leaf, double raw);
}
