package org.nseekfs.search.execution;

import org.nseekfs.search.leaf.VectorLeaf;

/** What documents are ranked by; equals are ranked by document id. */
public enum Ranking {
  /** The raw similarity: our own search. */
  RAW {
    @Override
    public double key(VectorLeaf leaf, double raw) {
      return raw;
    }

    @Override
    double leastRaw(VectorLeaf leaf, double key) {
      return key;
    }
  },
  /** Lucene's float score, which maps neighbouring raw values to one: a clause in its pipeline. */
  SCORE {
    @Override
    public double key(VectorLeaf leaf, double raw) {
      return leaf.score(raw);
    }

    @Override
    double leastRaw(VectorLeaf leaf, double key) {
      return leaf.leastRaw((float) key);
    }
  };

  /** What a document of {@code leaf} is ranked by; never smaller for a larger raw value. */
  public abstract double key(VectorLeaf leaf, double raw);

  /** The smallest raw value of a document of {@code leaf} whose key is at least {@code key}. */
  abstract double leastRaw(VectorLeaf leaf, double key);
}
