package org.nseekfs.codec;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.nseekfs.codec.layout.BlockLayout;
import org.nseekfs.codec.layout.RecordLayout;
import org.nseekfs.codec.layout.SegmentOutputs;
import org.nseekfs.codec.layout.TableLayout;
import org.nseekfs.codec.layout.TemporaryFile;
import org.nseekfs.quantization.lsh.SignFrame;

/**
 * Writes hash tables over sign codes, one after the other once all codes are known: these are kept
 * in a temporary file, and of the rows two ints each on the heap. Used by one thread.
 */
final class TableWriter {

  private final SignFrame frame;
  private final SegmentOutputs outputs;
  private final TemporaryFile codes;

  /** Ints of the codes of a block. */
  private final int blockInts;

  TableWriter(SignFrame frame, SegmentOutputs outputs) throws IOException {
    this.frame = frame;
    this.outputs = outputs;
    this.codes = outputs.temporary("signs");
    this.blockInts = frame.bits() / Integer.SIZE * SignFrame.BLOCK_DOCS;
  }

  /** Takes the next block of codes. */
  void add(byte[] block) throws IOException {
    codes.output().writeBytes(block, blockInts * Integer.BYTES);
  }

  /** Writes the tables of all {@code rows} rows; null if there are none for so few. */
  TableLayout finish(int rows) throws IOException {
    try (codes) {
      TableShape shape = TableShape.of(frame, rows);
      return shape == null ? null : write(shape, rows);
    }
  }

  private TableLayout write(TableShape shape, int rows) throws IOException {
    IndexOutput out = outputs.signCodes();
    TableLayout layout =
        new TableLayout(
            out.alignFilePointer(RecordLayout.ALIGNMENT),
            shape.tables(),
            shape.hashesPerTable(),
            rows);
    IndexInput in = codes.read();
    int[] buckets = new int[BlockLayout.blocksOf(rows) * SignFrame.BLOCK_DOCS];
    int[] ords = new int[rows];
    for (int table = 0; table < layout.tables(); table++) {
      readBuckets(in, layout, table, buckets);
      int[] starts = sort(buckets, layout.buckets(), ords);
      for (int bucket = 0; bucket <= layout.buckets(); bucket++) {
        out.writeInt(starts[bucket]);
      }
      for (int ord : ords) {
        out.writeInt(ord);
      }
    }
    return layout;
  }

  /** The bucket of every row, and of the lanes behind the last one. */
  private void readBuckets(IndexInput in, TableLayout layout, int table, int[] buckets)
      throws IOException {
    int hashes = layout.hashesPerTable();
    int firstBit = table * hashes;
    int word = firstBit / Integer.SIZE;
    int shift = firstBit % Integer.SIZE;
    boolean isSplit = shift + hashes > Integer.SIZE;
    int lanes = SignFrame.BLOCK_DOCS;
    int[] words = new int[2 * lanes];
    for (int first = 0; first < buckets.length; first += lanes) {
      long block = (long) first / lanes * blockInts;
      in.seek((block + (long) word * lanes) * Integer.BYTES);
      in.readInts(words, 0, isSplit ? 2 * lanes : lanes);
      for (int lane = 0; lane < lanes; lane++) {
        int bits = words[lane] >>> shift;
        if (isSplit) {
          bits |= words[lanes + lane] << (Integer.SIZE - shift);
        }
        buckets[first + lane] = bits & (layout.buckets() - 1);
      }
    }
  }

  /**
   * Sorts rows by bucket, those of a bucket in their order.
   *
   * @param buckets of at least as many rows as {@code ords} holds
   * @return where each bucket starts; behind the last one, where it ends
   */
  private static int[] sort(int[] buckets, int bucketCount, int[] ords) {
    // While rows are counted and placed, a bucket's start stands one further on.
    int[] starts = new int[bucketCount + 2];
    for (int ord = 0; ord < ords.length; ord++) {
      starts[buckets[ord] + 2]++;
    }
    for (int i = 2; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    for (int ord = 0; ord < ords.length; ord++) {
      ords[starts[buckets[ord] + 1]++] = ord;
    }
    return starts;
  }
}
