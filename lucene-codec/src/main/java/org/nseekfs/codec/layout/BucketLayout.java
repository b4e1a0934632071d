package org.nseekfs.codec.layout;

/**
 * Where the buckets of a field lie in {@link SegmentFile#SIGN_CODES}, if its sign codes are in
 * their order: behind the codes' frame an int for every bucket, its first block; an int with the
 * number of all blocks; for every place of a row in a block the row as an int, {@link #NO_ROW} if
 * there is none; then the hash function. The last bucket is of the rows that cannot be hashed.
 *
 * @param offset of the first int
 * @param buckets how many there are
 * @param places of rows in blocks
 * @param hashBytes bytes of the hash function
 */
public record BucketLayout(long offset, int buckets, int places, int hashBytes) {

  /** What stands for a row where there is none. */
  public static final int NO_ROW = -1;

  /**
   * Checks that the numbers make sense and the end has an offset.
   *
   * @throws IllegalArgumentException if they do not
   */
  public BucketLayout {
    if (offset < 0 || buckets < 2 || places < 1 || hashBytes < 1) {
      throw new IllegalArgumentException(
          buckets + " buckets of " + places + " places at " + offset + ", hash " + hashBytes);
    }
    if (offset > Long.MAX_VALUE - length(buckets, places, hashBytes)) {
      throw new IllegalArgumentException(buckets + " buckets at " + offset + " end nowhere");
    }
  }

  private static long length(int buckets, int places, int hashBytes) {
    return (buckets + 1L + places) * Integer.BYTES + hashBytes;
  }

  /** Where the row at {@code place} stands, from {@link #offset} on. */
  public long rowPosition(int place) {
    return (buckets + 1L + place) * Integer.BYTES;
  }

  /** Where the hash function stands, from {@link #offset} on. */
  public long hashPosition() {
    return rowPosition(places);
  }

  /** Bytes of all. */
  public long length() {
    return length(buckets, places, hashBytes);
  }

  /** The offset behind the hash function. */
  public long endOffset() {
    return offset + length();
  }
}
