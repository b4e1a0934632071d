package org.nseekfs.benchmarks.recall;

import java.util.Random;

/**
 * How much of the data of a case is searched, and the seed of all that is made at random.
 *
 * @param count of vectors, at most
 * @param queries how many, at most
 */
record Sample(int count, int queries, long seed) {

  /** Random numbers for vectors, queries and lengths. */
  Random randomOfData() {
    return new Random(seed);
  }

  /** Random numbers for filters: others than those of the data. */
  Random randomOfFilters() {
    return new Random(~seed);
  }
}
