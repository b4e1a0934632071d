package org.nseekfs.codec;

import java.io.IOException;

/**
 * What can be told of a field's sign codes in a segment and of the hash tables over them.
 *
 * @param bits of a code
 * @param tables how many there are; 0 if codes are all
 * @param hashesPerTable bits of a bucket's number
 * @param emptyBuckets buckets of all tables without rows
 * @param largestBucket rows of the largest bucket
 * @param meanBucket mean rows of the buckets with rows; 0 if there are none
 */
public record LshStatistics(
    int bits,
    int tables,
    int hashesPerTable,
    long emptyBuckets,
    int largestBucket,
    double meanBucket) {

  static LshStatistics withoutTables(int bits) {
    return new LshStatistics(bits, 0, 0, 0, 0, 0);
  }

  static LshStatistics of(int bits, SignTables tables) throws IOException {
    long empty = 0;
    long rows = 0;
    int largest = 0;
    for (int table = 0; table < tables.count(); table++) {
      for (int bucket = 0; bucket < tables.buckets(); bucket++) {
        int size = tables.size(table, bucket);
        empty += size == 0 ? 1 : 0;
        rows += size;
        largest = Math.max(largest, size);
      }
    }
    long used = (long) tables.count() * tables.buckets() - empty;
    return new LshStatistics(
        bits, tables.count(), tables.hashesPerTable(), empty, largest, (double) rows / used);
  }
}
