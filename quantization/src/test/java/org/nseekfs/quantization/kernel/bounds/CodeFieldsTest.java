package org.nseekfs.quantization.kernel.bounds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodeFieldsTest {

  private static final long SEED = 30261;

  @Test
  void everyDocumentHasASlotOfItsOwn() {
    BitSet slots = new BitSet();
    for (int lane = 0; lane < CodeFields.BLOCK_DOCS; lane++) {
      int slot = CodeFields.slot(lane);
      assertTrue(slot >= 0 && slot < CodeFields.BLOCK_DOCS);
      slots.set(slot);
    }
    assertEquals(CodeFields.BLOCK_DOCS, slots.cardinality());
  }

  @Test
  void wordsOfNeighboursAreTheSameHalvesOfNeighbouringInts() {
    for (int half = 0; half < 64; half += 32) {
      for (int i = 0; i < 16; i++) {
        assertEquals(half + 2 * i, CodeFields.slot(half + i));
        assertEquals(half + 2 * i + 1, CodeFields.slot(half + 16 + i));
      }
    }
  }

  @Test
  void tablesGiveTheSumsOfTheFields() {
    Random random = new Random(SEED);
    for (int round = 0; round < 200; round++) {
      CodeFields fields =
          RandomFields.of(random, 1 + random.nextInt(9), Short.MAX_VALUE, random.nextBoolean());
      short[] tables = fields.tables();
      assertEquals(fields.words() * 3 * 32, tables.length);
      int[] words = random.ints(fields.words(), 0, 1 << 15).toArray();
      short sum = 0;
      for (int word = 0; word < words.length; word++) {
        for (int group = 0; group < 3; group++) {
          sum += tables[(3 * word + group) * 32 + ((words[word] >> (5 * group)) & 31)];
        }
      }
      assertEquals((short) RandomFields.sum(fields, words), sum);
    }
  }

  @Test
  void blocksHoldWordsThenCorrections() {
    Random random = new Random(SEED);
    CodeFields without = RandomFields.of(random, 3, 1, false);
    assertEquals(64 * 3 * 2, without.correctionsOffset());
    assertEquals(64 * (4 + 3 * 2), without.blockBytes());
    CodeFields with = RandomFields.of(random, 3, 1, true);
    assertEquals(64 * 3 * 2, with.correctionsOffset());
    assertEquals(64 * (8 + 3 * 2), with.blockBytes());
    assertEquals(with.blockBytes(), CodeFields.blockBytes(3, true));
  }
}
