package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.nseekfs.codec.values.FieldSigns;
import org.nseekfs.codec.values.Records;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.lsh.SignEncoder;
import org.nseekfs.quantization.lsh.SignFrame;

/** Knows the sign codes that a segment must have: those of its vectors as they are read. */
final class SignOracle {

  private SignOracle() {}

  /** Checks every byte of the sign codes of field {@code v}, which must have some. */
  static void assertRight(LeafReader leaf) throws IOException {
    NSeekVectorsReader reader = (NSeekVectorsReader) TestIndex.vectorsReader(leaf, "v");
    FieldSigns signs = reader.field("v").signs();
    SignFrame frame = signs.frame().get();
    List<byte[]> expected = blocks(leaf, reader.elementType("v"), frame);
    Records blocks = signs.blocks();
    assertEquals(expected.size(), blocks.layout.count());
    for (int i = 0; i < expected.size(); i++) {
      blocks.load(i, 1);
      byte[] block = new byte[frame.blockBytes()];
      MemorySegment.copy(
          blocks.segment(), ValueLayout.JAVA_BYTE, blocks.position(i), block, 0, block.length);
      assertArrayEquals(expected.get(i), block, "block " + i);
    }
  }

  private static List<byte[]> blocks(LeafReader leaf, ElementType type, SignFrame frame)
      throws IOException {
    ElementType read = type.isFloat() ? ElementType.F32 : type;
    List<byte[]> rows = type.isFloat() ? floats(leaf) : bytes(leaf);
    SignEncoder encoder = new SignEncoder(frame, read);
    List<byte[]> blocks = new ArrayList<>();
    for (int first = 0; first < rows.size(); first += SignFrame.BLOCK_DOCS) {
      List<byte[]> some = rows.subList(first, Math.min(rows.size(), first + SignFrame.BLOCK_DOCS));
      int rowBytes = some.getFirst().length;
      MemorySegment segment = Arena.ofAuto().allocate((long) some.size() * rowBytes);
      for (int i = 0; i < some.size(); i++) {
        MemorySegment.copy(
            some.get(i), 0, segment, ValueLayout.JAVA_BYTE, (long) i * rowBytes, rowBytes);
      }
      byte[] block = new byte[frame.blockBytes()];
      encoder.encode(segment, 0, some.size(), block);
      blocks.add(block);
    }
    return blocks;
  }

  private static List<byte[]> floats(LeafReader leaf) throws IOException {
    FloatVectorValues values = leaf.getFloatVectorValues("v");
    List<byte[]> rows = new ArrayList<>();
    for (int ord = 0; ord < values.size(); ord++) {
      rows.add(MemorySegment.ofArray(values.vectorValue(ord)).toArray(ValueLayout.JAVA_BYTE));
    }
    return rows;
  }

  private static List<byte[]> bytes(LeafReader leaf) throws IOException {
    ByteVectorValues values = leaf.getByteVectorValues("v");
    List<byte[]> rows = new ArrayList<>();
    for (int ord = 0; ord < values.size(); ord++) {
      rows.add(values.vectorValue(ord).clone());
    }
    return rows;
  }
}
