package org.nseekfs.codec.lsh;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.codec.layout.BucketLayout;
import org.nseekfs.codec.values.StoredBuckets;
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
  private static final int ROUND_ROWS = 512;

  /** Of the rows that seem to be needed, the part that is read before that is asked again. */
  private static final double ROUND_PART = 0.5;

  /** Of the rows read so far, the part that is read before that: each tells more of the others. */
  private static final double GROWTH = 1;

  /** Of the whole range of promises, differences that are not told from none. */
  private static final float LEAST_DIFFERENCE = 1e-6f;

  /** Rows of a bucket that are asked whether they are accepted. */
  private static final int ASKED = 4;

  /** Classes of buckets, 8 for each factor of two that they are worth less than the best. */
  private static final int CLASSES = 256;

  private static final int CLASS_SHIFT = 20;

  private final StoredBuckets buckets;
  private final StoredBuckets.Places places;
  private final LearnedHash hash;
  private final ExpectedHits expected;

  /** Rows to read before it is known what hits must reach. */
  private final long wanted;

  /** The share of the hits that may be missed. */
  private final double miss;

  /** How many hits all segments together are searched for, times this one's share of them. */
  private final double usualHits;

  private final boolean[] isRead;

  /** For each bucket read the rows that seem to reach what hits must. */
  private final int[] seen;

  /** The class of every bucket, 0 for the best. */
  private final int[] classes;

  /** The buckets that have not been read, best class first. */
  private final int[] ranked;

  /** Which of these is read next. */
  private int nextRanked;

  /** Where the next bucket of every class goes among these. */
  private final int[] classStarts = new int[CLASSES + 1];

  private boolean isStarted;
  private Found found = new Found(Double.NEGATIVE_INFINITY, 0, 0, new LikelyRows());
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
    this.seen = new int[hash.buckets()];
    this.unreadBuckets = hash.buckets();
    long first = ExpectedHits.firstVectors(search.hits().codes().k());
    this.wanted = first * (accepted == null ? 1 : onePerAccepted(accepted));
    this.miss = search.miss();
    this.classes = new int[hash.buckets()];
    this.ranked = new int[hash.buckets()];
    this.usualHits = search.hits().codes().k() * search.hits().share();
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
  void learn(Found found) {
    this.found = found;
    if (found.isKnown()) {
      found.likely().count(seen);
      expected.learn(found.least(), found.reaching(), seen, isRead);
      unread = expected.unread(found.accepted());
    }
  }

  private boolean isKnown() {
    return found.isKnown() && expected.areKnown();
  }

  @Override
  boolean isEnough(double missed) {
    if (!isKnown()) {
      rowsLeft = Long.MAX_VALUE;
      return false;
    }
    // Half of it for the hits there are, so that segments of equal rows may miss alike; half for
    // those there would be if all segments were alike, so that one without hits has an end.
    double hits = (found.hits() / (1 - missed) + unread + usualHits) / 2;
    double share = Math.min(1, (1 - miss) / (1 - missed));
    double allowed = (1 - expected.expectedFor(share)) * hits;
    if (unread <= allowed) {
      return true;
    }
    rowsLeft = expected.vectorsUntil(allowed / unread);
    return false;
  }

  @Override
  void next(Reader reader) throws IOException {
    if (!isStarted) {
      isStarted = true;
      readBlocks(buckets.bucketOfRest(), reader);
    }
    if (isKnown()) {
      rank(expected.worth(), expected.mostWorth());
      double rows = Math.min(rowsLeft * ROUND_PART, rowsRead * GROWTH);
      read(Math.max(Math.min(rowsLeft, ROUND_ROWS), (long) rows), reader);
    } else {
      rank(promises(), 1);
      read(found.isKnown() ? Long.MAX_VALUE : Math.max(wanted, rowsRead), reader);
    }
  }

  /**
   * What buckets are worth before anything is known of hits, at most 1: by how much they promise.
   */
  private float[] promises() {
    float[] worth = new float[hash.buckets()];
    float least = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (int bucket = 0; bucket < worth.length; bucket++) {
      worth[bucket] = expected.promise(bucket);
      least = Math.min(least, worth[bucket]);
      largest = Math.max(largest, worth[bucket]);
    }
    float unit = (largest - least) * LEAST_DIFFERENCE + Float.MIN_NORMAL;
    for (int bucket = 0; bucket < worth.length; bucket++) {
      worth[bucket] = unit / (unit + largest - worth[bucket]);
    }
    return worth;
  }

  /**
   * Ranks the buckets that have not been read by what they are worth.
   *
   * @param most none of these is worth more
   */
  private void rank(float[] worth, float most) {
    Arrays.fill(classStarts, 0);
    int best = Float.floatToRawIntBits(most);
    for (int bucket = 0; bucket < worth.length; bucket++) {
      if (!isRead[bucket]) {
        int less = best - Float.floatToRawIntBits(worth[bucket]) >> CLASS_SHIFT;
        // Rates that are not those of the buckets may make anything of their worth.
        int own = Math.max(0, Math.min(CLASSES - 1, less));
        classes[bucket] = own;
        classStarts[own + 1]++;
      }
    }
    for (int i = 1; i < CLASSES; i++) {
      classStarts[i] += classStarts[i - 1];
    }
    for (int bucket = 0; bucket < worth.length; bucket++) {
      if (!isRead[bucket]) {
        ranked[classStarts[classes[bucket]]++] = bucket;
      }
    }
    nextRanked = 0;
  }

  /** Reads the buckets worth most, until at least so many rows have been read; one at least. */
  private void read(long limit, Reader reader) throws IOException {
    long end = rowsRead + limit < 0 ? Long.MAX_VALUE : rowsRead + limit;
    boolean goesOn;
    do {
      goesOn = read(ranked[nextRanked++], reader);
    } while (goesOn && rowsRead < end && unreadBuckets > 0);
  }

  private boolean read(int bucket, Reader reader) throws IOException {
    isRead[bucket] = true;
    unreadBuckets--;
    rowsRead += hash.size(bucket);
    return readBlocks(bucket, reader);
  }

  private boolean readBlocks(int bucket, Reader reader) throws IOException {
    int first = buckets.firstBlock(bucket);
    return reader.read(first, buckets.firstBlock(bucket + 1) - first);
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
  int bucket(int place) throws IOException {
    return buckets.bucketOf(place / BLOCK_ROWS);
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
