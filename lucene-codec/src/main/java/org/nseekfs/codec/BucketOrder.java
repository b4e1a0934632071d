package org.nseekfs.codec;

import java.io.IOException;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.codec.layout.BucketLayout;
import org.nseekfs.quantization.lsh.ExpectedHits;
import org.nseekfs.quantization.lsh.LearnedHash;
import org.nseekfs.quantization.lsh.SignFrame;

/**
 * Buckets of a hash function, those with most hits to be expected for each row first, until so few
 * hits are to be expected in the others that the recall target is reached.
 */
final class BucketOrder extends BlockOrder {

  private static final int BLOCK_ROWS = SignFrame.BLOCK_DOCS;

  /** Rows that are read at least before anything is learned from them. */
  private static final int ROUND_ROWS = 1024;

  /** Of the rows that seem to be needed one in so many is read before that is asked again. */
  private static final int ROUND_PART = 2;

  /** Accepted rows read first: so many, and for every hit so many more. */
  private static final int FIRST_ROWS = 256;

  private static final int FIRST_ROWS_PER_HIT = 4;

  /** Rows of a bucket that are asked whether they are accepted. */
  private static final int ASKED = 4;

  /** Classes of buckets, by the upper bits of a float. */
  private static final int CLASS_SHIFT = 20;

  private static final int CLASSES = 1 << Float.SIZE - 1 - CLASS_SHIFT;

  private final StoredBuckets buckets;
  private final StoredBuckets.Places places;
  private final LearnedHash hash;
  private final ExpectedHits expected;
  /** Rows to read before it is known what hits must reach. */
  private final long wanted;

  /** The share of the hits to be found in buckets read. */
  private final double share;

  /** How many hits all segments together are searched for, times this one's share of them. */
  private final double usualHits;

  private final boolean[] isRead;

  /** What buckets are worth for each row; the more the sooner they are read. */
  private final float[] worth;

  private boolean isStarted;
  private int unreadBuckets;
  private long rowsRead;
  private double unread;
  private long rowsLeft = Long.MAX_VALUE;

  /**
   * An order of buckets.
   *
   * @param accepted the rows that may be hits; null if all may
   */
  BucketOrder(SignSearch search, StoredBuckets buckets, FixedBitSet accepted) throws IOException {
    this.buckets = buckets;
    this.places = buckets.places();
    this.hash = buckets.hash();
    this.expected = new ExpectedHits(hash, search.estimates().target());
    this.isRead = new boolean[hash.buckets()];
    this.worth = new float[hash.buckets()];
    this.unreadBuckets = hash.buckets();
    long first = FIRST_ROWS + (long) FIRST_ROWS_PER_HIT * search.strategy().codes().hits();
    this.wanted = first * (accepted == null ? 1 : onePerAccepted(accepted));
    double miss = search.miss();
    this.share = (1 - miss) / (1 - estimatesShare() * miss);
    this.usualHits = search.strategy().codes().hits() * search.strategy().share();
    if (accepted != null) {
      expected.setAccepted(acceptedShares(accepted));
    }
  }

  /** One row in about so many is accepted. */
  private static long onePerAccepted(FixedBitSet accepted) {
    return accepted.length() / Math.max(1, accepted.cardinality());
  }

  /** The share of each bucket's rows that is accepted, from some of them and the share of all. */
  private float[] acceptedShares(FixedBitSet accepted) throws IOException {
    float ofAll = (float) accepted.cardinality() / accepted.length();
    float[] shares = new float[hash.buckets()];
    for (int bucket = 0; bucket < shares.length; bucket++) {
      int size = hash.size(bucket);
      int asked = Math.min(ASKED, size);
      int found = 0;
      int first = buckets.firstBlock(bucket) * BLOCK_ROWS;
      for (int i = 0; i < asked; i++) {
        int row = places.row(first + (int) ((2L * i + 1) * size / (2 * asked)));
        found += row != BucketLayout.NO_ROW && accepted.get(row) ? 1 : 0;
      }
      shares[bucket] = (found + ofAll) / (asked + 1);
    }
    return shares;
  }

  @Override
  double estimatesShare() {
    return SignSearch.ESTIMATES_SHARE;
  }

  @Override
  boolean isEnough(Found found) {
    if (!found.isKnown()) {
      return false;
    }
    expected.learn(found.least(), found.reaching(), isRead);
    if (!expected.areKnown()) {
      rowsLeft = Long.MAX_VALUE;
      return false;
    }
    unread = expected.unread(found.accepted());
    // Half of it for the hits there are, so that segments of equal rows may miss alike; half for
    // those there would be if all segments were alike, so that one without hits has an end.
    double hits = (found.hits() + unread + usualHits) / 2;
    double allowed = (1 - expected.expectedFor(share)) * hits;
    if (unread <= allowed) {
      return true;
    }
    for (int bucket = 0; bucket < worth.length; bucket++) {
      worth[bucket] = expected.expected(bucket) / Math.max(1, hash.size(bucket));
    }
    rowsLeft = rowsUntil(allowed / unread);
    return false;
  }

  @Override
  void next(Found found, Reader reader) throws IOException {
    if (!isStarted) {
      isStarted = true;
      readBlocks(buckets.bucketOfRest(), reader);
    }
    if (found.isKnown() && expected.areKnown()) {
      read(Math.max(Math.min(rowsLeft, ROUND_ROWS), rowsLeft / ROUND_PART), reader);
    } else {
      setPromises();
      read(found.isKnown() ? Long.MAX_VALUE : Math.max(wanted, rowsRead), reader);
    }
  }

  /** Before anything is known of hits: a bucket's rank, the most promising last. */
  private void setPromises() {
    float least = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (int bucket = 0; bucket < worth.length; bucket++) {
      least = Math.min(least, expected.promise(bucket));
      largest = Math.max(largest, expected.promise(bucket));
    }
    float range = Math.max(Float.MIN_NORMAL, largest - least);
    for (int bucket = 0; bucket < worth.length; bucket++) {
      // So that the difference to the largest, not the value itself, is told in steps that shrink.
      worth[bucket] = 1 / (1e-6f + (largest - expected.promise(bucket)) / range);
    }
  }

  private static int classOf(float worth) {
    return Float.floatToRawIntBits(Math.max(0, worth)) >>> CLASS_SHIFT;
  }

  /** Rows to be read, in the order of worth, until only so large a part of the hits is unread. */
  private long rowsUntil(double part) {
    double[] hits = new double[CLASSES];
    int[] rows = new int[CLASSES];
    double all = 0;
    for (int bucket = 0; bucket < worth.length; bucket++) {
      if (!isRead[bucket]) {
        int own = classOf(worth[bucket]);
        hits[own] += expected.expected(bucket);
        rows[own] += hash.size(bucket);
        all += expected.expected(bucket);
      }
    }
    double mayStay = all * part;
    long until = 0;
    for (int i = CLASSES - 1; i >= 0 && all > mayStay; i--) {
      all -= hits[i];
      until += rows[i];
    }
    return until;
  }

  /** Reads the buckets worth most, until at least so many rows have been read; one at least. */
  private void read(long limit, Reader reader) throws IOException {
    int[] rows = new int[CLASSES];
    for (int bucket = 0; bucket < worth.length; bucket++) {
      rows[classOf(worth[bucket])] += isRead[bucket] ? 0 : Math.max(1, hash.size(bucket));
    }
    int last = CLASSES - 1;
    for (long sum = rows[last]; last > 0 && (sum == 0 || sum < limit); sum += rows[last]) {
      last--;
    }
    long end = rowsRead + limit < 0 ? Long.MAX_VALUE : rowsRead + limit;
    for (int bucket = 0; bucket < worth.length; bucket++) {
      if (!isRead[bucket] && classOf(worth[bucket]) > last) {
        read(bucket, reader);
      }
    }
    int before = unreadBuckets;
    for (int bucket = 0; bucket < worth.length; bucket++) {
      boolean isWanted = rowsRead < end || unreadBuckets == before;
      if (!isRead[bucket] && classOf(worth[bucket]) == last && isWanted) {
        read(bucket, reader);
      }
    }
  }

  private void read(int bucket, Reader reader) throws IOException {
    readBlocks(bucket, reader);
    isRead[bucket] = true;
    unreadBuckets--;
    rowsRead += hash.size(bucket);
  }

  private void readBlocks(int bucket, Reader reader) throws IOException {
    int first = buckets.firstBlock(bucket);
    int end = buckets.firstBlock(bucket + 1);
    if (end > first) {
      reader.read(first, end - first);
    }
  }

  @Override
  boolean isAtEnd() {
    return isStarted && unreadBuckets == 0;
  }

  @Override
  int row(int place) throws IOException {
    return places.row(place);
  }

  @Override
  double unread() {
    return isAtEnd() ? 0 : unread;
  }

  @Override
  long rowsLeft() {
    return rowsLeft;
  }

  @Override
  long rowsRead() {
    return rowsRead;
  }

  @Override
  long bucketsRead() {
    return isStarted ? isRead.length - unreadBuckets + 1L : 0;
  }
}
