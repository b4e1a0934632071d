package org.nseekfs.benchmarks.recall;

import java.util.Locale;
import java.util.Random;

/** How vectors are spread. Each makes the same vectors from the same seed. */
enum VectorKind {
  /** Clusters of many sizes, and of spreads that differ by a factor of three; unit length. */
  CLUSTERED(64) {
    @Override
    Source source(Random random) {
      float[][] centres = normals(300, 64, random);
      double[] spreads = random.doubles(300, 0.3, 0.9).toArray();
      return index -> {
        int cluster = (int) (300 * Math.pow(random.nextDouble(), 2));
        return unit(near(centres[cluster], spreads[cluster], random));
      };
    }
  },
  /** Independent normal elements: nothing to be learned. */
  GAUSSIAN(64) {
    @Override
    Source source(Random random) {
      return index -> normal(64, random);
    }
  },
  /** Half in a cluster a hundred times as tight as the other. */
  TIGHT_AND_WIDE(64) {
    @Override
    Source source(Random random) {
      float[] centre = normal(64, random);
      return index ->
          random.nextBoolean() ? near(centre, 0.01, random) : near(new float[64], 1, random);
    }
  },
  /** One direction a thousand times as long as the others. */
  ONE_DIRECTION(64) {
    @Override
    Source source(Random random) {
      return index -> {
        float[] vector = normal(64, random);
        vector[0] *= 1000;
        return vector;
      };
    }
  },
  /** The second half of all vectors a little off the first. */
  DRIFTING_NEAR(64) {
    @Override
    Source source(Random random) {
      return drifting(0.5f, random);
    }
  },
  /** The second half of all vectors far off the first, in clusters of its own. */
  DRIFTING_FAR(64) {
    @Override
    Source source(Random random) {
      return drifting(20, random);
    }
  },
  /** Few elements other than zero, all positive, which of them by topic. */
  SPARSE(128) {
    @Override
    Source source(Random random) {
      double[][] topics = new double[200][128];
      for (double[] topic : topics) {
        for (int i = 0; i < 6; i++) {
          topic[random.nextInt(128)] = 0.3 + 0.6 * random.nextDouble();
        }
      }
      return index -> {
        double[] topic = topics[random.nextInt(topics.length)];
        float[] vector = new float[128];
        for (int i = 0; i < 128; i++) {
          vector[i] =
              random.nextDouble() < topic[i] + 0.01 ? (float) -Math.log(random.nextDouble()) : 0;
        }
        vector[random.nextInt(128)] += 0.1f;
        return vector;
      };
    }
  },
  /** Elements of 0 and 1. */
  BINARY(64) {
    @Override
    Source source(Random random) {
      float[][] chances = new float[100][64];
      for (float[] chance : chances) {
        for (int i = 0; i < 64; i++) {
          chance[i] = random.nextFloat();
        }
      }
      return index -> {
        float[] chance = chances[random.nextInt(chances.length)];
        float[] vector = new float[64];
        for (int i = 0; i < 64; i++) {
          vector[i] = random.nextFloat() < chance[i] ? 1 : 0;
        }
        vector[random.nextInt(64)] = 1;
        return vector;
      };
    }
  },
  /** Every vector some twenty times. */
  DUPLICATES(64) {
    @Override
    Source source(Random random) {
      Source clustered = CLUSTERED.source(random);
      float[][] distinct = new float[2000][];
      for (int i = 0; i < distinct.length; i++) {
        distinct[i] = clustered.vector(i);
      }
      return index -> distinct[random.nextInt(distinct.length)].clone();
    }
  },
  /** Two dimensions. */
  DIMENSIONS_2(2) {
    @Override
    Source source(Random random) {
      return index -> normal(2, random);
    }
  },
  /** Eight dimensions. */
  DIMENSIONS_8(8) {
    @Override
    Source source(Random random) {
      return index -> normal(8, random);
    }
  };

  private final int dimension;

  VectorKind(int dimension) {
    this.dimension = dimension;
  }

  /** Vectors, one after the other. */
  @FunctionalInterface
  interface Source {

    /** The next vector; {@code share} of all have come before, 0 to below 1. */
    float[] vector(double share);
  }

  abstract Source source(Random random);

  int dimension() {
    return dimension;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Source drifting(float distance, Random random) {
    Source before = CLUSTERED.source(random);
    Source after = CLUSTERED.source(random);
    return share -> {
      if (share < 0.5) {
        return before.vector(share);
      }
      float[] vector = after.vector(share);
      for (int i = 0; i < vector.length; i++) {
        vector[i] = 2 * vector[i] + distance / 8;
      }
      return vector;
    };
  }

  static float[] normal(int dimension, Random random) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static float[][] normals(int count, int dimension, Random random) {
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = normal(dimension, random);
    }
    return vectors;
  }

  private static float[] near(float[] centre, double spread, Random random) {
    float[] vector = normal(centre.length, random);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (centre[i] + spread * vector[i]);
    }
    return vector;
  }

  static float[] unit(float[] vector) {
    double square = 0;
    for (float element : vector) {
      square += (double) element * element;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(square);
    }
    return vector;
  }
}
