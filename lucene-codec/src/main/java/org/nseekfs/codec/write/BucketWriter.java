package org.nseekfs.codec.write;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.nseekfs.codec.layout.BlockLayout;
import org.nseekfs.codec.layout.BucketLayout;
import org.nseekfs.codec.layout.PlaneLayout;
import org.nseekfs.codec.layout.RecordLayout;
import org.nseekfs.codec.layout.SegmentOutputs;
import org.nseekfs.codec.layout.SignLayout;
import org.nseekfs.codec.layout.TemporaryFile;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.lsh.HashLearner;
import org.nseekfs.quantization.lsh.HashProjection;
import org.nseekfs.quantization.lsh.LearnedHash;
import org.nseekfs.quantization.lsh.SignEncoder;
import org.nseekfs.quantization.lsh.SignFrame;

/**
 * Writes sign codes in the order of the buckets of a hash function, which is learned once all rows
 * are known. Until then codes and projected rows are in temporary files; of the rows two ints each
 * come on the heap. Used by one thread.
 */
final class BucketWriter {

  private static final int BLOCK_ROWS = SignFrame.BLOCK_DOCS;
  private static final int POINT_SIZE = HashProjection.POINT_SIZE;

  /** Points that a hash function is learned from at most. */
  private static final int MAX_SAMPLE = 1 << 16;

  private final SignFrame frame;
  private final HashLearner learner;
  private final Checkpoint checkpoint;
  private final SegmentOutputs outputs;
  private final TemporaryFile codes;
  private final TemporaryFile points;
  private final float[] blockPoints = new float[BLOCK_ROWS * POINT_SIZE];

  /** A row's code, with what belongs to it. */
  private final byte[] code;

  BucketWriter(
      SignFrame frame, HashProjection projection, VectorSample sample, SegmentOutputs outputs)
      throws IOException {
    this.frame = frame;
    this.checkpoint = sample.checkpoint();
    this.learner =
        new HashLearner(frame, projection, sample.some(HashLearner.MAX_TARGETS), checkpoint);
    this.outputs = outputs;
    this.codes = outputs.temporary("signs");
    this.points = outputs.temporary("points");
    this.code = new byte[frame.blockBytes() / BLOCK_ROWS];
  }

  /** Takes the next block of codes, of {@code rows} rows that {@code encoder} has just encoded. */
  void add(byte[] block, int rows, SignEncoder encoder) throws IOException {
    checkpoint.pass();
    learner.add(encoder, block, rows, blockPoints);
    for (int row = 0; row < rows; row++) {
      SignEncoder.get(frame, block, row, code);
      codes.output().writeBytes(code, code.length);
      int at = row * POINT_SIZE;
      for (int i = at; i < at + POINT_SIZE; i++) {
        points.output().writeInt(Float.floatToRawIntBits(blockPoints[i]));
      }
    }
  }

  /** Writes the codes of all {@code rows} rows, the frame, and the buckets. */
  SignLayout finish(long offset, int rows) throws IOException {
    try (codes;
        points) {
      IndexInput allPoints = points.read();
      learn(allPoints, rows);
      int[] buckets = hash(allPoints, rows);
      return write(learner.finish(buckets), buckets, codes.read(), offset);
    }
  }

  /** Learns where buckets are, from some of the rows. */
  private void learn(IndexInput allPoints, int rows) throws IOException {
    int buckets = bucketsFor(rows);
    int wanted = Math.min(rows, Math.min(MAX_SAMPLE, HashLearner.sampleSize(buckets)));
    float[] chosen = new float[wanted * POINT_SIZE];
    int count = 0;
    for (int i = 0; i < wanted; i++) {
      checkpoint.pass();
      allPoints.seek((long) i * rows / wanted * POINT_SIZE * Float.BYTES);
      allPoints.readFloats(chosen, count * POINT_SIZE, POINT_SIZE);
      if (learner.isInBucket(chosen, count * POINT_SIZE)) {
        count++;
      }
    }
    learner.learnBuckets(chosen, count, Math.clamp(count, 1, buckets));
  }

  /** Twice as many buckets as a bucket has rows: twice as many cost more than they gain. */
  private static int bucketsFor(int rows) {
    return Math.clamp(Math.round(2 * Math.sqrt(rows)), 1, LearnedHash.MAX_BUCKETS);
  }

  /** The bucket of every row; behind the last one for those that are in none. */
  private int[] hash(IndexInput points, int rows) throws IOException {
    int[] buckets = new int[rows];
    int[] found = new int[BLOCK_ROWS];
    float[] batch = new float[BLOCK_ROWS * POINT_SIZE];
    points.seek(0);
    for (int first = 0; first < rows; first += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, rows - first);
      points.readFloats(batch, 0, count * POINT_SIZE);
      learner.hash(batch, count, found);
      System.arraycopy(found, 0, buckets, first, count);
    }
    return buckets;
  }

  private SignLayout write(LearnedHash hash, int[] buckets, IndexInput allCodes, long offset)
      throws IOException {
    int bucketCount = hash.buckets() + 1;
    int[] starts = new int[bucketCount + 1];
    int[] ords = sort(buckets, starts);
    int[] firstBlocks = firstBlocks(starts);
    IndexOutput out = outputs.signCodes();
    byte[] block = new byte[frame.blockBytes()];
    for (int bucket = 0; bucket < bucketCount; bucket++) {
      for (int first = starts[bucket]; first < starts[bucket + 1]; first += BLOCK_ROWS) {
        checkpoint.pass();
        SignEncoder.clear(frame, block);
        for (int lane = 0; lane < Math.min(BLOCK_ROWS, starts[bucket + 1] - first); lane++) {
          allCodes.seek((long) ords[first + lane] * code.length);
          allCodes.readBytes(code, 0, code.length);
          SignEncoder.put(frame, code, block, lane);
        }
        out.writeBytes(block, block.length);
      }
    }
    byte[] frameBytes = frame.toBytes();
    out.writeBytes(frameBytes, frameBytes.length);
    PlaneLayout blocks = new PlaneLayout(offset, firstBlocks[bucketCount], block.length);
    return new SignLayout(
        new BlockLayout(blocks, frame.id(), frameBytes.length),
        writeBuckets(hash, starts, firstBlocks, ords));
  }

  /**
   * The rows in the order of their buckets, those of a bucket in their order.
   *
   * @param starts gets where each bucket starts; behind the last one, where it ends
   */
  private int[] sort(int[] buckets, int[] starts) {
    for (int bucket : buckets) {
      starts[bucket + 1]++;
    }
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    int[] next = Arrays.copyOf(starts, starts.length - 1);
    int[] ords = new int[buckets.length];
    for (int ord = 0; ord < buckets.length; ord++) {
      if (ord % MAX_SAMPLE == 0) {
        checkpoint.pass();
      }
      ords[next[buckets[ord]]++] = ord;
    }
    return ords;
  }

  /** The first block of every bucket; behind the last one, the number of all. */
  private static int[] firstBlocks(int[] starts) {
    int[] blocks = new int[starts.length];
    for (int i = 1; i < starts.length; i++) {
      blocks[i] = blocks[i - 1] + BlockLayout.blocksOf(starts[i] - starts[i - 1]);
    }
    return blocks;
  }

  private BucketLayout writeBuckets(LearnedHash hash, int[] starts, int[] firstBlocks, int[] ords)
      throws IOException {
    IndexOutput out = outputs.signCodes();
    long offset = out.alignFilePointer(RecordLayout.ALIGNMENT);
    for (int block : firstBlocks) {
      out.writeInt(block);
    }
    int last = firstBlocks.length - 1;
    for (int bucket = 0; bucket < last; bucket++) {
      checkpoint.pass();
      int places = (firstBlocks[bucket + 1] - firstBlocks[bucket]) * BLOCK_ROWS;
      for (int i = 0; i < places; i++) {
        int at = starts[bucket] + i;
        out.writeInt(at < starts[bucket + 1] ? ords[at] : BucketLayout.NO_ROW);
      }
    }
    byte[] hashBytes = hash.toBytes();
    out.writeBytes(hashBytes, hashBytes.length);
    return new BucketLayout(offset, last, firstBlocks[last] * BLOCK_ROWS, hashBytes.length);
  }
}
