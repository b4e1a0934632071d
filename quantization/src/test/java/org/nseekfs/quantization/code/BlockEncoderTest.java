package org.nseekfs.quantization.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.bounds.CodeFields;

class BlockEncoderTest {

  private static final long SEED = 30268;

  private static final int DIMENSION = 40;

  private final Random random = new Random(SEED);
  private final double[][] vectors = VectorKind.CLUSTERED.vectors(64, DIMENSION, random);

  private CodeFrame frame(Similarity similarity, boolean isFine) {
    EncodedRows rows = EncodedRows.of(ElementType.F32, vectors);
    byte[] bits = new byte[DIMENSION];
    for (int j = 0; j < bits.length; j++) {
      bits[j] = (byte) Math.max(0, 4 - j / 4);
    }
    return Frames.of(similarity, rows.sample(), bits, isFine);
  }

  @Test
  void codesAreAFunctionOfTheRows() {
    CodeFrame frame = frame(Similarity.EUCLIDEAN, true);
    Arrays.fill(vectors[5], 0);
    Arrays.fill(vectors[6], 1e30);
    EncodedRows rows = EncodedRows.of(ElementType.F64, vectors);
    byte[] block = new byte[frame.blockBytes()];
    byte[] fine = new byte[64 * frame.fineBytes()];
    byte[] otherBlock = new byte[block.length];
    byte[] otherFine = new byte[fine.length];
    random.nextBytes(otherBlock);
    random.nextBytes(otherFine);
    new BlockEncoder(frame, ElementType.F64).encode(rows.rows(), 0, 64, block, fine);
    new BlockEncoder(frame, ElementType.F64).encode(rows.rows(), 0, 64, otherBlock, otherFine);
    assertArrayEquals(block, otherBlock);
    assertArrayEquals(fine, otherFine);
  }

  @Test
  void rowsAreFoundAtAnyOffset() {
    CodeFrame frame = frame(Similarity.COSINE, false);
    EncodedRows rows = EncodedRows.of(ElementType.F8, vectors);
    int rowBytes = ElementType.F8.rowBytes(DIMENSION);
    byte[] block = new byte[frame.blockBytes()];
    byte[] shifted = new byte[block.length];
    BlockEncoder encoder = new BlockEncoder(frame, ElementType.F8);
    encoder.encode(rows.rows(), 0, 64, block, new byte[0]);
    encoder.encode(rows.rows(), 7L * rowBytes, 20, shifted, new byte[0]);
    for (int lane = 0; lane < 20; lane++) {
      assertArrayEquals(words(frame, block, lane + 7), words(frame, shifted, lane));
      assertEquals(correction(frame, block, lane + 7), correction(frame, shifted, lane));
    }
  }

  /** By the layout of the class's documentation. */
  @Test
  void residualsAreAtLeastWhatTheCodesMiss() {
    CodeFrame frame = frame(Similarity.EUCLIDEAN, false);
    EncodedRows rows = EncodedRows.of(ElementType.F32, vectors);
    byte[] block = new byte[frame.blockBytes()];
    new BlockEncoder(frame, ElementType.F32).encode(rows.rows(), 0, 64, block, new byte[0]);
    for (int lane = 0; lane < 64; lane++) {
      double[] s = turn(frame, rows.decode(lane));
      double scale = Float.intBitsToFloat(correction(frame, block, lane) & 0xFFFF_0000);
      double residual = Float.intBitsToFloat(correction(frame, block, lane) << 16);
      short[] words = words(frame, block, lane);
      for (BitAllocation.Field field : frame.fields()) {
        int level = (words[field.word()] >> field.shift()) & ((1 << field.bits()) - 1);
        double offset = level - UniformQuantizer.centre(field.bits());
        s[field.direction()] -= scale * frame.step(field.direction()) * offset;
      }
      double squares = 0;
      for (int j = 0; j < s.length; j++) {
        squares += Math.pow(frame.weight(j) * s[j], 2);
      }
      double missed = Math.sqrt(squares);
      assertTrue(residual >= missed, residual + " < " + missed);
      assertTrue(residual <= missed * 1.01 + 0.001, residual + " is far above " + missed);
    }
  }

  private static double[] turn(CodeFrame frame, double[] vector) {
    double[] turned = new double[frame.directions()];
    for (int j = 0; j < turned.length; j++) {
      for (int i = 0; i < vector.length; i++) {
        double centred = vector[i] - frame.mean()[i];
        turned[j] += centred * frame.rotation()[i * frame.paddedDirections() + j];
      }
    }
    return turned;
  }

  private static int correction(CodeFrame frame, byte[] block, int lane) {
    int at = 128 * frame.words() + 4 * lane;
    return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  private static short[] words(CodeFrame frame, byte[] block, int lane) {
    short[] words = new short[frame.words()];
    for (int word = 0; word < words.length; word++) {
      int at = 128 * word + 2 * CodeFields.slot(lane);
      words[word] = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).getShort(at);
    }
    return words;
  }
}
