package org.nseekfs.quantization.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.bounds.CodeFields;

/**
 * Where in a block of coarse codes those of a document are. A code depends on its row and its frame
 * only, so it may be copied to any lane of any block of that frame.
 *
 * <p>Immutable, shared by threads.
 */
public final class BlockLanes {

  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final int WORD_BYTES = CodeFrame.BLOCK_DOCS * Short.BYTES;
  private static final int CORRECTION_BYTES = CodeFrame.BLOCK_DOCS * Integer.BYTES;

  /** The correction of a lane without a document: its bound is -infinity. */
  private static final int NO_DOCUMENT = 0xFF80;

  private final CodeFrame frame;

  /** The lanes of blocks of {@code frame}. */
  public BlockLanes(CodeFrame frame) {
    this.frame = frame;
  }

  /** Copies the code in lane {@code fromLane} of the block at {@code offset} to another block. */
  public void copy(MemorySegment blocks, long offset, int fromLane, byte[] block, int lane) {
    MemorySegment to = MemorySegment.ofArray(block);
    long fromSlot = offset + CodeFields.slot(fromLane) * (long) Short.BYTES;
    long slot = CodeFields.slot(lane) * (long) Short.BYTES;
    for (int word = 0; word < frame.words(); word++) {
      to.set(SHORT, slot + word * WORD_BYTES, blocks.get(SHORT, fromSlot + word * WORD_BYTES));
    }
    int at = frame.correctionAt(lane);
    long from = offset + frame.correctionAt(fromLane);
    to.set(INT, at, blocks.get(INT, from));
    if (frame.similarity() == Similarity.EUCLIDEAN) {
      to.set(INT, at + CORRECTION_BYTES, blocks.get(INT, from + CORRECTION_BYTES));
    }
  }

  /** Clears the lanes of a block from {@code count} on: they have no documents. */
  public void pad(byte[] block, int count) {
    ByteBuffer out = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    for (int lane = count; lane < CodeFrame.BLOCK_DOCS; lane++) {
      int slot = CodeFields.slot(lane) * Short.BYTES;
      for (int word = 0; word < frame.words(); word++) {
        out.putShort(slot + word * WORD_BYTES, (short) 0);
      }
      out.putInt(frame.correctionAt(lane), NO_DOCUMENT);
      if (frame.similarity() == Similarity.EUCLIDEAN) {
        out.putInt(frame.correctionAt(lane) + CORRECTION_BYTES, 0);
      }
    }
  }
}
