package org.nseekfs.codec.write;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.nseekfs.codec.layout.BlockLayout;
import org.nseekfs.codec.layout.CodeLayout;
import org.nseekfs.codec.layout.PlaneLayout;
import org.nseekfs.codec.layout.RecordLayout;
import org.nseekfs.codec.layout.SegmentOutputs;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.code.BlockEncoder;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * Writes the codes of a field's rows a block at a time: copied if those of the whole block are
 * known, else encoded, with the same bytes. Used by one thread.
 */
final class CodeWriter {

  private final CodeFrame frame;
  private final BlockEncoder encoder;
  private final SegmentOutputs outputs;
  private final long offset;
  private final long fineOffset;
  private final byte[] block;
  private final byte[] fine;
  private int written;

  /** Rows of the next block whose codes were known. */
  private int copied;

  CodeWriter(CodeFrame frame, ElementType type, SegmentOutputs outputs) throws IOException {
    this.frame = frame;
    this.encoder = new BlockEncoder(frame, type);
    this.outputs = outputs;
    this.offset = outputs.codes().alignFilePointer(RecordLayout.ALIGNMENT);
    this.fineOffset =
        frame.fineBytes() == 0 ? 0 : outputs.fineCodes().alignFilePointer(RecordLayout.ALIGNMENT);
    this.block = new byte[frame.blockBytes()];
    this.fine = new byte[CodeFrame.BLOCK_DOCS * frame.fineBytes()];
  }

  /** Takes the codes of the next block's row {@code lane}, if they are known. */
  void take(KnownCodes known, int lane) throws IOException {
    if (known.copy(block, fine, lane)) {
      copied++;
    }
  }

  /** Writes the block of {@code rows}, of which there are {@code count} from the start on. */
  void write(MemorySegment rows, int count) throws IOException {
    if (copied == count) {
      BlockEncoder.pad(frame, block, count);
    } else {
      encoder.encode(rows, 0, count, block, fine);
    }
    copied = 0;
    written += count;
    outputs.codes().writeBytes(block, block.length);
    outputs.fineCodes().writeBytes(fine, count * frame.fineBytes());
  }

  /** Writes the frame; null if there was no row. */
  CodeLayout finish() throws IOException {
    if (written == 0) {
      return null;
    }
    byte[] frameBytes = frame.toBytes();
    outputs.codes().writeBytes(frameBytes, frameBytes.length);
    return new CodeLayout(
        new BlockLayout(
            new PlaneLayout(offset, BlockLayout.blocksOf(written), block.length),
            frame.id(),
            frameBytes.length),
        fine.length == 0 ? null : new PlaneLayout(fineOffset, written, frame.fineBytes()));
  }
}
