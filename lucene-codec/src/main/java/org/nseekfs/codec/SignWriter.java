package org.nseekfs.codec;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.nseekfs.codec.layout.BlockLayout;
import org.nseekfs.codec.layout.PlaneLayout;
import org.nseekfs.codec.layout.RecordLayout;
import org.nseekfs.codec.layout.SegmentOutputs;
import org.nseekfs.codec.layout.SignLayout;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.lsh.SignEncoder;
import org.nseekfs.quantization.lsh.SignFrame;

/** Writes the sign codes of a field's rows as they come, a block at a time; used by one thread. */
final class SignWriter {

  private final SignFrame frame;
  private final SignEncoder encoder;
  private final SegmentOutputs outputs;
  private final long offset;
  private final MemorySegment rows;
  private final byte[] block;

  /** Null if there are too few rows for tables. */
  private final TableWriter tables;

  private int count;

  /** A writer of the codes of at most {@code maxRows} rows. */
  SignWriter(SignFrame frame, ElementType type, long maxRows, SegmentOutputs outputs)
      throws IOException {
    this.frame = frame;
    this.encoder = new SignEncoder(frame, type);
    this.outputs = outputs;
    this.offset = outputs.signCodes().alignFilePointer(RecordLayout.ALIGNMENT);
    long rowBytes = type.rowBytes(frame.dimension());
    this.rows = Arena.ofAuto().allocate(rowBytes * SignFrame.BLOCK_DOCS);
    this.block = new byte[frame.blockBytes()];
    this.tables = maxRows < TableShape.MIN_ROWS ? null : new TableWriter(frame, outputs);
  }

  /** Takes the next row. */
  void add(byte[] row) throws IOException {
    int lane = count % SignFrame.BLOCK_DOCS;
    MemorySegment.copy(row, 0, rows, ValueLayout.JAVA_BYTE, (long) lane * row.length, row.length);
    count++;
    if (lane == SignFrame.BLOCK_DOCS - 1) {
      writeBlock(SignFrame.BLOCK_DOCS);
    }
  }

  private void writeBlock(int blockRows) throws IOException {
    encoder.encode(rows, 0, blockRows, block);
    outputs.signCodes().writeBytes(block, block.length);
    if (tables != null) {
      tables.add(block);
    }
  }

  /** Writes what is left, the frame, and tables; null if there was no row. */
  SignLayout finish() throws IOException {
    if (count == 0) {
      return null;
    }
    int rest = count % SignFrame.BLOCK_DOCS;
    if (rest > 0) {
      writeBlock(rest);
    }
    byte[] frameBytes = frame.toBytes();
    outputs.signCodes().writeBytes(frameBytes, frameBytes.length);
    PlaneLayout blocks = new PlaneLayout(offset, BlockLayout.blocksOf(count), block.length);
    return new SignLayout(
        new BlockLayout(blocks, frame.id(), frameBytes.length),
        tables == null ? null : tables.finish(count));
  }
}
