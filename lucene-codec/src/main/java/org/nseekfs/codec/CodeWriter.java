package org.nseekfs.codec;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.lucene.store.IndexOutput;
import org.nseekfs.codec.layout.CodeLayout;
import org.nseekfs.codec.layout.RecordLayout;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.code.BlockEncoder;
import org.nseekfs.quantization.code.CodeFrame;

/** Writes the codes of a field's rows as they come, a block at a time; used by one thread. */
final class CodeWriter {

  private final CodeFrame frame;
  private final BlockEncoder encoder;
  private final IndexOutput out;
  private final long offset;
  private final MemorySegment rows;
  private final byte[] block;
  private final byte[] fine;
  private int count;

  CodeWriter(CodeFrame frame, ElementType type, IndexOutput out) throws IOException {
    this.frame = frame;
    this.encoder = new BlockEncoder(frame, type);
    this.out = out;
    this.offset = out.alignFilePointer(RecordLayout.ALIGNMENT);
    long rowBytes = type.rowBytes(frame.dimension());
    this.rows = Arena.ofAuto().allocate(rowBytes * CodeFrame.BLOCK_DOCS);
    this.block = new byte[frame.blockBytes()];
    this.fine = new byte[frame.fineBytes() * CodeFrame.BLOCK_DOCS];
  }

  /** Takes the next row. */
  void add(byte[] row) throws IOException {
    int lane = count % CodeFrame.BLOCK_DOCS;
    MemorySegment.copy(row, 0, rows, ValueLayout.JAVA_BYTE, (long) lane * row.length, row.length);
    count++;
    if (lane == CodeFrame.BLOCK_DOCS - 1) {
      writeBlock(CodeFrame.BLOCK_DOCS);
    }
  }

  private void writeBlock(int blockRows) throws IOException {
    encoder.encode(rows, 0, blockRows, block, fine);
    out.writeBytes(block, block.length);
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
    out.writeBytes(frameBytes, frameBytes.length);
    return new CodeLayout(
        offset, CodeLayout.blocksOf(count), block.length, frame.id(), frameBytes.length);
  }
}
