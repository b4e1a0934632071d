package org.nseekfs.codec.write;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
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
  private final byte[] block;

  /** Null if codes are written in the order of rows. */
  private final BucketWriter buckets;

  private int written;

  /** A writer of codes in the frames of signs. */
  SignWriter(FieldFrames frames, ElementType type, SegmentOutputs outputs) throws IOException {
    this.frame = frames.signs();
    this.encoder = new SignEncoder(frame, type);
    this.outputs = outputs;
    this.offset = outputs.signCodes().alignFilePointer(RecordLayout.ALIGNMENT);
    this.block = new byte[frame.blockBytes()];
    this.buckets =
        frames.projection() == null
            ? null
            : new BucketWriter(frame, frames.projection(), frames.sample(), outputs);
  }

  /** Writes the block of {@code rows}, of which there are {@code count} from the start on. */
  void write(MemorySegment rows, int count) throws IOException {
    encoder.encode(rows, 0, count, block);
    written += count;
    if (buckets == null) {
      outputs.signCodes().writeBytes(block, block.length);
    } else {
      buckets.add(block, count, encoder);
    }
  }

  /** Writes the frame and buckets; null if there was no row. */
  SignLayout finish() throws IOException {
    if (written == 0) {
      return null;
    }
    if (buckets != null) {
      return buckets.finish(offset, written);
    }
    byte[] frameBytes = frame.toBytes();
    outputs.signCodes().writeBytes(frameBytes, frameBytes.length);
    PlaneLayout blocks = new PlaneLayout(offset, BlockLayout.blocksOf(written), block.length);
    return new SignLayout(new BlockLayout(blocks, frame.id(), frameBytes.length), null);
  }
}
