package org.nseekfs.benchmarks.engine;

/**
 * What an engine answered to one query.
 *
 * @param nanos time of the search alone, without looking up rows; in a batch, its equal share
 * @param rows rows of the base, best first
 * @param raws their raw similarities, empty where the engine does not say
 * @param work what it took
 */
public record Answer(long nanos, int[] rows, double[] raws, Work work) {

  private static final double[] NO_RAWS = {};

  /** An answer of an engine that does not tell raw similarities. */
  Answer(long nanos, int[] rows, Work work) {
    this(nanos, rows, NO_RAWS, work);
  }
}
