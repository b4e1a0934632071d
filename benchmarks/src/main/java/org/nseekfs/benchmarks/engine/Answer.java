package org.nseekfs.benchmarks.engine;

/**
 * What an engine answered to one query.
 *
 * @param nanos time of the search alone, without looking up rows
 * @param rows rows of the base, best first
 * @param documentsScored documents scored, {@link #UNKNOWN} where the engine does not say
 * @param bytesRead bytes of vectors read, {@link #UNKNOWN} where the engine does not say
 */
public record Answer(long nanos, int[] rows, long documentsScored, long bytesRead) {

  /** The engine does not say. */
  public static final long UNKNOWN = -1;
}
