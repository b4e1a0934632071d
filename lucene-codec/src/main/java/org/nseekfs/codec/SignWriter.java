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

/**
 * Writes the sign codes of a field's rows: as they come, a block at a time, or where they are many
 * in the order of buckets. Used by one thread.
 */
final class SignWriter {

  private final SignFrame frame;
  private final SignEncoder encoder;
  private final SegmentOutputs outputs;
  private final long offset;
  private final MemorySegment rows;
  private final byte[] block;

  /** Null if codes are written in the order of rows. */
  private final BucketWriter buckets;

  private int count;

  /** A writer of codes in the frames of signs. */
  SignWriter(FieldFrames frames, ElementType type, SegmentOutputs outputs) throws IOException {
    this.frame = frames.signs();
    this.encoder = new SignEncoder(frame, type);
    this.outputs = outputs;
    this.offset = outputs.signCodes().alignFilePointer(RecordLayout.ALIGNMENT);
    long rowBytes = type.rowBytes(frame.dimension());
    this.rows = Arena.ofAuto().allocate(rowBytes * SignFrame.BLOCK_DOCS);
    this.block = new byte[frame.blockBytes()];
    this.buckets =
        frames.projection() == null
            ? null
            : new BucketWriter(frame, frames.projection(), frames.sample(), outputs);
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
    if (buckets == null) {
      outputs.signCodes().writeBytes(block, block.length);
    } else {
      buckets.add(block, blockRows, encoder);
    }
  }

  /** Writes what is left, the frame, and buckets; null if there was no row. */
  SignLayout finish() throws IOException {
    if (count == 0) {
      return null;
    }
    int rest = count % SignFrame.BLOCK_DOCS;
    if (rest > 0) {
      writeBlock(rest);
    }
    if (buckets != null) {
      return buckets.finish(offset, count);
    }
    byte[] frameBytes = frame.toBytes();
    outputs.signCodes().writeBytes(frameBytes, frameBytes.length);
    PlaneLayout blocks = new PlaneLayout(offset, BlockLayout.blocksOf(count), block.length);
    return new SignLayout(new BlockLayout(blocks, frame.id(), frameBytes.length), null);
  }
}
