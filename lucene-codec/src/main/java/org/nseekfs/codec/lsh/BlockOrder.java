package org.nseekfs.codec.lsh;

import java.io.IOException;

/**
 * The order in which a search to a recall target reads blocks of sign codes, and when it has read
 * enough. Used by one search.
 */
abstract sealed class BlockOrder permits RowOrder, BucketOrder {

  /**
   * What a search has found so far.
   *
   * @param least the raw value that hits must reach; -Infinity if that is not known
   * @param hits rows of this field that reach it
   * @param reaching about how many rows do, whether they may be hits or not
   * @param likely rows that seem to
   */
  record Found(double least, int hits, double reaching, LikelyRows likely) {

    /** Of the rows that reach what hits must, the share that may be hits. */
    double accepted() {
      return (hits + 0.5) / (reaching + 0.5);
    }

    boolean isKnown() {
      return least != Double.NEGATIVE_INFINITY;
    }
  }

  /** Takes blocks, and says whether to read on. */
  @FunctionalInterface
  interface Reader {

    boolean read(int firstBlock, int blocks) throws IOException;
  }

  /** Of what may be missed, the share that estimates may at most. */
  abstract double estimatesShare();

  /** Computes anew where hits are to be expected. */
  abstract void learn(Found found);

  /**
   * Whether so few hits are to be expected in blocks not read that they need not be.
   *
   * @param missed the share of the hits in blocks read that estimates miss
   */
  abstract boolean isEnough(double missed);

  /** Reads the next blocks, those that the last call of {@link #learn} makes most of. */
  abstract void next(Reader reader) throws IOException;

  /** Whether all blocks have been read. */
  abstract boolean isAtEnd();

  /** The row at a place in blocks. */
  abstract int row(int place) throws IOException;

  /** The bucket of a place in blocks; behind the last one for rows in none, 0 if none are known. */
  abstract int bucket(int place) throws IOException;

  /** Hits to be expected in blocks not read, as of the last call of {@link #learn}. */
  abstract double unread();

  /** Rows that are yet to be read before it is enough, as far as can be told. */
  abstract long rowsLeft();

  /** Rows whose codes have been read. */
  abstract long rowsRead();

  /** Buckets that have been read. */
  abstract long bucketsRead();
}
