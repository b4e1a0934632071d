package org.nseekfs.benchmarks.recall;

import java.util.Random;
import org.apache.lucene.util.FixedBitSet;

/** Which documents a filter accepts; some by how near they are to the query. */
enum Acceptance {
  ALL("-") {
    @Override
    boolean accepts(double rank, Random random) {
      return true;
    }
  },
  HALF("50 %") {
    @Override
    boolean accepts(double rank, Random random) {
      return random.nextBoolean();
    }
  },
  TENTH("10 %") {
    @Override
    boolean accepts(double rank, Random random) {
      return random.nextDouble() < 0.1;
    }
  },
  TWENTIETH("5 %") {
    @Override
    boolean accepts(double rank, Random random) {
      return random.nextDouble() < 0.05;
    }
  },
  HUNDREDTH("1 %") {
    @Override
    boolean accepts(double rank, Random random) {
      return random.nextDouble() < 0.01;
    }
  },
  FAR_HALF("the far half") {
    @Override
    boolean accepts(double rank, Random random) {
      return rank >= 0.5;
    }
  },
  FAR_FEW("5 % of the far half") {
    @Override
    boolean accepts(double rank, Random random) {
      return rank >= 0.5 && random.nextDouble() < 0.1;
    }
  },
  FARTHER("the farther, the likelier") {
    @Override
    boolean accepts(double rank, Random random) {
      return random.nextDouble() < 0.02 + rank;
    }
  },
  NEAR("the nearest 10 %") {
    @Override
    boolean accepts(double rank, Random random) {
      return rank < 0.1;
    }
  },
  NEARER("the nearer, the likelier") {
    @Override
    boolean accepts(double rank, Random random) {
      return random.nextDouble() < Math.exp(-8 * rank);
    }
  },
  NOT_NEAREST("all but the nearest 1 %") {
    @Override
    boolean accepts(double rank, Random random) {
      return rank >= 0.01;
    }
  };

  private final String label;

  Acceptance(String label) {
    this.label = label;
  }

  /**
   * Whether a document is accepted.
   *
   * @param rank the share of the documents that are nearer
   */
  abstract boolean accepts(double rank, Random random);

  String label() {
    return label;
  }

  /** The documents accepted; null if all are. */
  FixedBitSet choose(double[] ranks, Random random) {
    if (this == ALL) {
      return null;
    }
    FixedBitSet accepted = new FixedBitSet(ranks.length);
    for (int doc = 0; doc < ranks.length; doc++) {
      if (accepts(ranks[doc], random)) {
        accepted.set(doc);
      }
    }
    return accepted;
  }
}
