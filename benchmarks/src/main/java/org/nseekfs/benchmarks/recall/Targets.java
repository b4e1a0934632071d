package org.nseekfs.benchmarks.recall;

import java.util.Random;

/** Where the queries come from. */
enum Targets {
  ALIKE("like the data") {
    @Override
    float[] next(float[] alike, float[] other, Random random) {
      return alike;
    }
  },
  SHIFTED("shifted") {
    @Override
    float[] next(float[] alike, float[] other, Random random) {
      return mixed(alike, 1, constant(alike), 0.5);
    }
  },
  NOISY("with noise as long") {
    @Override
    float[] next(float[] alike, float[] other, Random random) {
      return mixed(alike, 1, VectorKind.normal(alike.length, random), 1);
    }
  },
  BETWEEN("between two like the data") {
    @Override
    float[] next(float[] alike, float[] other, Random random) {
      return mixed(alike, 1, other, 1);
    }
  },
  FOREIGN("of any direction") {
    @Override
    float[] next(float[] alike, float[] other, Random random) {
      return mixed(alike, 0, VectorKind.normal(alike.length, random), 1);
    }
  };

  private final String label;

  Targets(String label) {
    this.label = label;
  }

  abstract float[] next(float[] alike, float[] other, Random random);

  String label() {
    return label;
  }

  private static float[] constant(float[] like) {
    float[] constant = new float[like.length];
    java.util.Arrays.fill(constant, 1);
    return constant;
  }

  /** A mixture, of parts of the first one's length. */
  private static float[] mixed(float[] a, double ofA, float[] b, double ofB) {
    double scale = Math.sqrt(square(a) / Math.max(Double.MIN_NORMAL, square(b)));
    float[] mixed = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      mixed[i] = (float) (ofA * a[i] + ofB * scale * b[i]);
    }
    return mixed;
  }

  private static double square(float[] vector) {
    double sum = 0;
    for (float element : vector) {
      sum += (double) element * element;
    }
    return sum;
  }
}
