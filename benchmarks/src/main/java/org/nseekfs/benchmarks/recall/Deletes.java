package org.nseekfs.benchmarks.recall;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.FixedBitSet;

/** Which documents are deleted from the index; some by how near they are to the queries. */
enum Deletes {
  NONE("-") {
    @Override
    void addTo(FixedBitSet deleted, VectorSimilarityFunction function, CaseData.Vectors vectors) {}
  },
  EVERY_SEVENTH("every seventh") {
    @Override
    void addTo(FixedBitSet deleted, VectorSimilarityFunction function, CaseData.Vectors vectors) {
      for (int doc = 6; doc < deleted.length(); doc += 7) {
        deleted.set(doc);
      }
    }
  },
  NEAREST("the nearest 20") {
    @Override
    void addTo(FixedBitSet deleted, VectorSimilarityFunction function, CaseData.Vectors vectors) {
      for (float[] query : vectors.queries()) {
        double[] ranks = Ranks.of(function, vectors.base(), query);
        for (int doc = 0; doc < ranks.length; doc++) {
          if (Math.round(ranks[doc] * ranks.length) < OF_A_QUERY) {
            deleted.set(doc);
          }
        }
      }
    }
  };

  /** So many of the documents nearest to each query are deleted, and those as near as the last. */
  static final int OF_A_QUERY = 20;

  private final String label;

  Deletes(String label) {
    this.label = label;
  }

  abstract void addTo(
      FixedBitSet deleted, VectorSimilarityFunction function, CaseData.Vectors vectors);

  String label() {
    return label;
  }

  /** The documents deleted, by their place among the vectors. */
  FixedBitSet choose(VectorSimilarityFunction function, CaseData.Vectors vectors) {
    FixedBitSet deleted = new FixedBitSet(vectors.base().length);
    addTo(deleted, function, vectors);
    return deleted;
  }
}
