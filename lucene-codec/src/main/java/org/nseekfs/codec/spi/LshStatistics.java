package org.nseekfs.codec.spi;

/**
 * What can be told of a field's sign codes in a segment and of the buckets of its hash function.
 *
 * @param bits of a code
 * @param buckets how many there are; 0 if codes are in the order of rows
 * @param emptyBuckets those without rows
 * @param largestBucket rows of the largest bucket
 * @param meanBucket mean rows of the buckets with rows; 0 if there are none
 */
public record LshStatistics(
    int bits, int buckets, long emptyBuckets, int largestBucket, double meanBucket) {

  public static LshStatistics withoutBuckets(int bits) {
    return new LshStatistics(bits, 0, 0, 0, 0);
  }
}
