package org.nseekfs.codec.values;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.codec.layout.BucketLayout;
import org.nseekfs.codec.layout.GuardedRead;
import org.nseekfs.codec.layout.RowLayout;
import org.nseekfs.codec.spi.LshStatistics;
import org.nseekfs.quantization.lsh.LearnedHash;
import org.nseekfs.quantization.lsh.SignFrame;

/**
 * The buckets of a field's hash function, in whose order its sign codes are: which blocks are
 * whose, and which row is where in them. Read when first asked for; shared by threads.
 */
public final class StoredBuckets {

  private final IndexInput file;
  private final BucketLayout layout;
  private final int blocks;
  private final RowLayout rows;

  /** Null until asked for. */
  private volatile Loaded loaded;

  /**
   * What is on the heap.
   *
   * @param firstBlocks of every bucket; behind the last one, the number of all blocks
   */
  private record Loaded(LearnedHash hash, int[] firstBlocks) {}

  StoredBuckets(IndexInput file, BucketLayout layout, int blocks, RowLayout rows) {
    this.file = file;
    this.layout = layout;
    this.blocks = blocks;
    this.rows = rows;
  }

  /**
   * The hash function.
   *
   * @throws CorruptIndexException naming the file, if it or the buckets are not valid
   */
  public LearnedHash hash() throws IOException {
    return load().hash;
  }

  /** The bucket of the rows that cannot be hashed, the last one; throws as {@link #hash}. */
  public int bucketOfRest() throws IOException {
    return hash().buckets();
  }

  /** The first block of a bucket, or behind the last bucket; throws as {@link #hash}. */
  public int firstBlock(int bucket) throws IOException {
    return load().firstBlocks[bucket];
  }

  /** The bucket that a block is of; throws as {@link #hash}. */
  public int bucketOf(int block) throws IOException {
    int[] firstBlocks = load().firstBlocks;
    int low = 0;
    int high = layout.buckets();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (firstBlocks[middle] <= block) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Which row is where in the blocks, for one search. */
  public Places places() throws IOException {
    return new Places(file.randomAccessSlice(layout.offset(), layout.length()));
  }

  private Loaded load() throws IOException {
    Loaded known = loaded;
    if (known == null) {
      known = read();
      loaded = known;
    }
    return known;
  }

  private Loaded read() throws IOException {
    return GuardedRead.of(file, place(), this::readUnguarded);
  }

  private Loaded readUnguarded() throws IOException {
    int hashes = layout.buckets() - 1;
    require(
        hashes <= LearnedHash.MAX_BUCKETS
            && layout.hashBytes() == LearnedHash.bytes(rows.dimension(), hashes),
        "the hash function is another field's");
    IndexInput in = file.clone();
    in.seek(layout.offset());
    int[] firstBlocks = new int[layout.buckets() + 1];
    in.readInts(firstBlocks, 0, firstBlocks.length);
    for (int i = 1; i < firstBlocks.length; i++) {
      require(
          firstBlocks[i] >= firstBlocks[i - 1],
          "bucket " + (i - 1) + " ends at block " + firstBlocks[i]);
    }
    require(
        firstBlocks[0] == 0 && firstBlocks[layout.buckets()] == blocks,
        "buckets are not of all " + blocks + " blocks");
    in.seek(layout.offset() + layout.hashPosition());
    byte[] bytes = new byte[layout.hashBytes()];
    in.readBytes(bytes, 0, bytes.length);
    LearnedHash hash = LearnedHash.read(MemorySegment.ofArray(bytes));
    require(
        hash.buckets() == hashes && hash.projection().dimension() == rows.dimension(),
        "the hash function is another field's");
    requireAllRows(hash, firstBlocks);
    return new Loaded(hash, firstBlocks);
  }

  /** Checks that every row is in one place, and that buckets have as many as the hash says. */
  private void requireAllRows(LearnedHash hash, int[] firstBlocks) throws IOException {
    Places places = places();
    FixedBitSet seen = new FixedBitSet(rows.count());
    for (int bucket = 0; bucket < layout.buckets(); bucket++) {
      int size = 0;
      int end = firstBlocks[bucket + 1] * SignFrame.BLOCK_DOCS;
      for (int place = firstBlocks[bucket] * SignFrame.BLOCK_DOCS; place < end; place++) {
        int row = places.row(place);
        if (row != BucketLayout.NO_ROW) {
          size++;
          require(!seen.getAndSet(row), "row " + row + " is in two places");
        }
      }
      require(
          bucket == hash.buckets() || size == hash.size(bucket),
          "bucket " + bucket + " has another number of rows than " + size);
    }
    require(seen.cardinality() == rows.count(), "not every row has a place");
  }

  private static void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException(fault);
    }
  }

  private String place() {
    return "buckets at " + layout.offset();
  }

  /** Figures of the buckets and of codes of so many bits; reads where every row is. */
  LshStatistics statistics(int bits) throws IOException {
    Places places = places();
    long empty = 0;
    int largest = 0;
    for (int bucket = 0; bucket < layout.buckets(); bucket++) {
      int size = 0;
      for (int place = placeOf(bucket); place < placeOf(bucket + 1); place++) {
        size += places.row(place) == BucketLayout.NO_ROW ? 0 : 1;
      }
      empty += size == 0 && bucket < bucketOfRest() ? 1 : 0;
      largest = Math.max(largest, size);
    }
    return new LshStatistics(
        bits, bucketOfRest(), empty, largest, (double) rows.count() / (bucketOfRest() - empty));
  }

  private int placeOf(int bucket) throws IOException {
    return firstBlock(bucket) * SignFrame.BLOCK_DOCS;
  }

  /** Where rows are. Used by one thread. */
  public final class Places {
    private final RandomAccessInput in;

    private Places(RandomAccessInput in) {
      this.in = in;
    }

    /**
     * The row at {@code place}, or {@link BucketLayout#NO_ROW}.
     *
     * @throws CorruptIndexException naming the file, if the field has no such row
     */
    public int row(int place) throws IOException {
      int row = in.readInt(layout.rowPosition(place));
      if (row < BucketLayout.NO_ROW || row >= rows.count()) {
        throw new CorruptIndexException(
            place() + ": row " + row + " of " + rows.count() + " at place " + place, file);
      }
      return row;
    }
  }
}
