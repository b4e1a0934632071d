package org.nseekfs.codec.spi;

/** Takes raw values of documents as they are computed. */
@FunctionalInterface
public interface RawTaker {

  /**
   * Takes the raw values of {@code count} accepted documents, which start at {@code from} in {@code
   * docs} and at 0 in {@code raws}. Documents come in any order, each at most once.
   */
  void collectRaws(int[] docs, int from, double[] raws, int count);
}
