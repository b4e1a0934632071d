package org.nseekfs.benchmarks.peer;

import java.util.Map;

/**
 * What a search took.
 *
 * @param documentsScored documents scored, {@link #UNKNOWN} where the engine does not say
 * @param signCodesRead documents whose sign codes were read, {@link #UNKNOWN} where the engine has
 *     none
 * @param bytesRead bytes of vectors and codes read, {@link #UNKNOWN} where the engine does not say
 * @param pruned documents that were not scored, by the stage that excluded them; empty where the
 *     engine has no such stages
 */
public record Work(
    long documentsScored, long signCodesRead, long bytesRead, Map<String, Long> pruned) {

  /** The engine does not say. */
  public static final long UNKNOWN = -1;

  /** Of a search that prunes nothing or says nothing of it. */
  public Work(long documentsScored, long bytesRead) {
    this(documentsScored, UNKNOWN, bytesRead);
  }

  /** Of a search by sign codes. */
  public Work(long documentsScored, long signCodesRead, long bytesRead) {
    this(documentsScored, signCodesRead, bytesRead, Map.of());
  }
}
