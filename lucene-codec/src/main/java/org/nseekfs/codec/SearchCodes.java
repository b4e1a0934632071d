package org.nseekfs.codec;

/**
 * What the parts of one search share about codes: made once for a search of one target, used by all
 * its threads.
 */
public final class SearchCodes {

  private static final int SCAN = 0;

  private final int k;

  private SearchCodes(int k) {
    this.k = k;
  }

  /**
   * For a search that may prune documents by the bounds of their codes.
   *
   * @param k how many documents are wanted, so that the best-looking of about as many are scored
   *     first
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  public static SearchCodes certified(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    return new SearchCodes(k);
  }

  /** For a search that scores every accepted document. */
  public static SearchCodes scan() {
    return new SearchCodes(SCAN);
  }

  boolean isScan() {
    return k == SCAN;
  }
}
