package org.nseekfs.search.execution;

import org.nseekfs.search.leaf.VectorLeaf;

/** What documents are ranked by; equals are ranked by document id. */
public enum Ranking {
  /** The raw similarity: our own search. */
  RAW,
  /** Lucene's float score, which maps neighbouring raw values to one: a clause in its pipeline. */
  SCORE;

  /** What a document of {@code leaf} is ranked by; never smaller for a larger raw value. */
  double key(VectorLeaf leaf, double raw) {
    return this == RAW ? raw : leaf.score(raw);
  }

  /** The smallest raw value of a document of {@code leaf} whose key is at least {@code key}. */
  double leastRaw(VectorLeaf leaf, double key) {
    return this == RAW ? key : leaf.leastRaw((float) key);
  }
}
