package org.nseekfs.quantization.code;

import java.util.Arrays;
import java.util.Random;

/** Kinds of random vectors that are hard for bounds, each in its own way. */
enum VectorKind {
  NORMAL {
    @Override
    void fill(double[][] vectors, Random random) {
      fillNormal(vectors, random, 1);
    }
  },
  /** Eight clusters, apart from 0, along few axes. */
  CLUSTERED {
    @Override
    void fill(double[][] vectors, Random random) {
      int dimension = vectors[0].length;
      double[][] centres = new double[8][dimension];
      fillNormal(centres, random, 1);
      fillNormal(vectors, random, 0.2);
      for (double[] vector : vectors) {
        double[] centre = centres[random.nextInt(centres.length)];
        for (int i = 0; i < dimension; i++) {
          vector[i] = (vector[i] + centre[i]) / Math.sqrt(1 + i) + 0.3;
        }
      }
    }
  },
  HEAVY_TAILS {
    @Override
    void fill(double[][] vectors, Random random) {
      for (double[] vector : vectors) {
        Arrays.setAll(vector, i -> Math.clamp(Math.tan(random.nextDouble(-1.57, 1.57)), -1e3, 1e3));
      }
    }
  },
  /** Most elements are zero, some in all vectors. */
  SPARSE {
    @Override
    void fill(double[][] vectors, Random random) {
      for (double[] vector : vectors) {
        Arrays.setAll(vector, i -> i % 3 == 1 || random.nextInt(5) > 0 ? 0 : random.nextGaussian());
        vector[random.nextInt(vector.length)] += 1;
      }
    }
  },
  HUGE_COORDINATE {
    @Override
    void fill(double[][] vectors, Random random) {
      fillNormal(vectors, random, 1);
      for (double[] vector : vectors) {
        vector[vector.length / 2] *= 1e4;
      }
    }
  },
  CONSTANT {
    @Override
    void fill(double[][] vectors, Random random) {
      for (double[] vector : vectors) {
        Arrays.fill(vector, 1 + random.nextInt(3));
      }
    }
  },
  /** Few directions, few vectors, some differing from another in one bit only. */
  DUPLICATES {
    @Override
    void fill(double[][] vectors, Random random) {
      fillNormal(vectors, random, 1);
      for (int i = 3; i < vectors.length; i++) {
        vectors[i] = vectors[random.nextInt(3)].clone();
        int at = random.nextInt(vectors[i].length);
        vectors[i][at] =
            random.nextBoolean() ? vectors[i][at] : Math.nextUp((float) vectors[i][at]);
      }
    }
  },
  NORMS {
    @Override
    void fill(double[][] vectors, Random random) {
      fillNormal(vectors, random, 1);
      for (double[] vector : vectors) {
        double factor = Math.pow(2, random.nextInt(-40, 51));
        Arrays.setAll(vector, i -> vector[i] * factor);
      }
    }
  },
  /** Near a point far away: what is left of differences is mostly rounding. */
  FAR {
    @Override
    void fill(double[][] vectors, Random random) {
      fillNormal(vectors, random, 1e-5);
      for (double[] vector : vectors) {
        Arrays.setAll(vector, i -> vector[i] + (i % 2 == 0 ? 3 : -2));
      }
    }
  },
  TINY {
    @Override
    void fill(double[][] vectors, Random random) {
      fillNormal(vectors, random, 0x1p-29);
    }
  };

  abstract void fill(double[][] vectors, Random random);

  double[][] vectors(int count, int dimension, Random random) {
    double[][] vectors = new double[count][dimension];
    fill(vectors, random);
    return vectors;
  }

  private static void fillNormal(double[][] vectors, Random random, double spread) {
    for (double[] vector : vectors) {
      Arrays.setAll(vector, i -> spread * random.nextGaussian());
    }
  }
}
