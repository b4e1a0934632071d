package org.nseekfs.codec;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.nseekfs.codec.layout.BlockLayout;
import org.nseekfs.codec.layout.CodeLayout;
import org.nseekfs.codec.layout.PlaneLayout;
import org.nseekfs.codec.layout.RecordLayout;
import org.nseekfs.codec.layout.SegmentOutputs;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.code.BlockEncoder;
import org.nseekfs.quantization.code.BlockLanes;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * Writes the codes of a field's rows as they come, a block at a time: copied if those of the whole
 * block are known, else encoded, with the same bytes. Used by one thread.
 */
final class CodeWriter {

  private final CodeFrame frame;
  private final BlockEncoder encoder;
  private final BlockLanes lanes;
  private final KnownCodes known;
  private final SegmentOutputs outputs;
  private final long offset;
  private final long fineOffset;
  private final MemorySegment rows;
  private final byte[] block;
  private final byte[] fine;
  private int count;

  /** Rows of the block whose codes were known. */
  private int copied;

  CodeWriter(CodeFrame frame, ElementType type, KnownCodes known, SegmentOutputs outputs)
      throws IOException {
    this.frame = frame;
    this.encoder = new BlockEncoder(frame, type);
    this.lanes = new BlockLanes(frame);
    this.known = known;
    this.outputs = outputs;
    this.offset = outputs.codes().alignFilePointer(RecordLayout.ALIGNMENT);
    this.fineOffset =
        frame.fineBytes() == 0 ? 0 : outputs.fineCodes().alignFilePointer(RecordLayout.ALIGNMENT);
    long rowBytes = type.rowBytes(frame.dimension());
    this.rows = Arena.ofAuto().allocate(rowBytes * CodeFrame.BLOCK_DOCS);
    this.block = new byte[frame.blockBytes()];
    this.fine = new byte[CodeFrame.BLOCK_DOCS * frame.fineBytes()];
  }

  /** Takes the next row. */
  void add(byte[] row) throws IOException {
    int lane = count % CodeFrame.BLOCK_DOCS;
    MemorySegment.copy(row, 0, rows, ValueLayout.JAVA_BYTE, (long) lane * row.length, row.length);
    if (known.copyNext(row, block, fine, lane)) {
      copied++;
    }
    count++;
    if (lane == CodeFrame.BLOCK_DOCS - 1) {
      writeBlock(CodeFrame.BLOCK_DOCS);
    }
  }

  private void writeBlock(int blockRows) throws IOException {
    if (copied == blockRows) {
      lanes.pad(block, blockRows);
    } else {
      encoder.encode(rows, 0, blockRows, block, fine);
    }
    copied = 0;
    outputs.codes().writeBytes(block, block.length);
    outputs.fineCodes().writeBytes(fine, blockRows * frame.fineBytes());
  }

  /** Writes what is left and the frame; null if there was no row. */
  CodeLayout finish() throws IOException {
    if (count == 0) {
      return null;
    }
    int rest = count % CodeFrame.BLOCK_DOCS;
    if (rest > 0) {
      writeBlock(rest);
    }
    byte[] frameBytes = frame.toBytes();
    outputs.codes().writeBytes(frameBytes, frameBytes.length);
    return new CodeLayout(
        new BlockLayout(
            new PlaneLayout(offset, BlockLayout.blocksOf(count), block.length),
            frame.id(),
            frameBytes.length),
        fine.length == 0 ? null : new PlaneLayout(fineOffset, count, frame.fineBytes()));
  }
}
