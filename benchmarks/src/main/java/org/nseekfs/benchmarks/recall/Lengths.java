package org.nseekfs.benchmarks.recall;

import java.util.Random;

/** What vectors are multiplied by. */
enum Lengths {
  EQUAL("as they are") {
    @Override
    double next(Random random) {
      return 1;
    }
  },
  UNIFORM_2("uniform .5 to 2") {
    @Override
    double next(Random random) {
      return 0.5 + 1.5 * random.nextDouble();
    }
  },
  UNIFORM_10("uniform 1 to 10") {
    @Override
    double next(Random random) {
      return 1 + 9 * random.nextDouble();
    }
  },
  LOGNORMAL_01("lognormal .1") {
    @Override
    double next(Random random) {
      return Math.exp(0.1 * random.nextGaussian());
    }
  },
  LOGNORMAL_05("lognormal .5") {
    @Override
    double next(Random random) {
      return Math.exp(0.5 * random.nextGaussian());
    }
  },
  LOGNORMAL_1("lognormal 1") {
    @Override
    double next(Random random) {
      return Math.exp(random.nextGaussian());
    }
  },
  LOG_UNIFORM("log-uniform .01 to 100") {
    @Override
    double next(Random random) {
      return Math.pow(10, 4 * random.nextDouble() - 2);
    }
  },
  OUTLIERS("1 of 1,000 times 10,000") {
    @Override
    double next(Random random) {
      return random.nextInt(1000) == 0 ? 1e4 : 1;
    }
  },
  HALF_LONG("half times 1,000") {
    @Override
    double next(Random random) {
      return random.nextBoolean() ? 1000 : 1;
    }
  };

  private final String label;

  Lengths(String label) {
    this.label = label;
  }

  abstract double next(Random random);

  String label() {
    return label;
  }
}
