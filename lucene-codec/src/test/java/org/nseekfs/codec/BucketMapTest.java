package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.nseekfs.codec.write.CodeFrames;
import org.nseekfs.quantization.ElementType;

/** Reads buckets as {@link FileMapTest} reads all else. */
class BucketMapTest {

  private static final int COUNT = CodeFrames.MIN_HASHED_ROWS;
  private static final int DIMENSION = 8;
  private static final int BLOCK_BYTES = 64 * (256 / 8 + 8);

  @Test
  void everyRowIsInABucketOnceBesideItsNorm() throws IOException {
    var function = VectorSimilarityFunction.EUCLIDEAN;
    NSeekVectorsConfig config = NSeekVectorsConfig.DEFAULT.withCodes(false);
    var writerConfig = TestIndex.writerConfig(new NSeekCodec(config)).setUseCompoundFile(false);
    try (TestIndex index = new TestIndex(new ByteBuffersDirectory(), writerConfig)) {
      TestVectors vectors = new TestVectors(1);
      byte[][] all = new byte[COUNT][];
      for (int id = 0; id < COUNT; id++) {
        all[id] = vectors.bytes(DIMENSION);
        index.add(id, TestVectors.field("v", ElementType.BYTE, all[id], function));
      }
      index.commit();
      ByteBuffer meta = FileMapTest.read(index.directory, ".vem");
      ByteBuffer signs = FileMapTest.read(index.directory, ".vex");
      // From the end: footer, no more fields, hash bytes, buckets, their offset, blocks.
      meta.position(meta.limit() - 16 - 4 - 4 - 4 - 8 - 4);
      int blocks = meta.getInt();
      int offset = (int) meta.getLong();
      int buckets = meta.getInt();
      int hashBytes = meta.getInt();
      assertEquals(0, offset % 64);
      assertEquals(2 * 128 + 1, buckets);
      int rows = offset + 4 * (buckets + 1);
      assertEquals(signs.limit() - 16, rows + 4 * 64 * blocks + hashBytes);
      assertEquals(DIMENSION, signs.getInt(rows + 4 * 64 * blocks + 8));
      assertEquals(0, signs.getInt(offset));
      assertEquals(blocks, signs.getInt(rows - 4));
      FileMapTest.skipHeader(signs, "NSeekVectorsSignCodes");
      int firstBlock = (signs.position() + 63) / 64 * 64;
      float[] centre = centre(signs, firstBlock + blocks * BLOCK_BYTES);
      BitSet seen = new BitSet();
      for (int bucket = 0; bucket < buckets; bucket++) {
        int end = 64 * signs.getInt(offset + 4 * (bucket + 1));
        int last = -1;
        for (int place = 64 * signs.getInt(offset + 4 * bucket); place < end; place++) {
          int row = signs.getInt(rows + 4 * place);
          int block = firstBlock + place / 64 * BLOCK_BYTES;
          float rowOffset = signs.getFloat(block + 64 * (256 / 8 + 4) + place % 64 * 4);
          if (row == -1) {
            assertEquals(Float.NEGATIVE_INFINITY, rowOffset);
          } else {
            assertTrue(row > last);
            last = row;
            seen.set(row);
            assertEquals(-squaredDistance(all[row], centre), rowOffset, 1e-2);
          }
        }
      }
      assertEquals(COUNT, seen.cardinality());
    }
  }

  /** The centre in the frame: behind four ints and a long. */
  private static float[] centre(ByteBuffer signs, int frame) {
    float[] centre = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      centre[i] = signs.getFloat(frame + 24 + 4 * i);
    }
    return centre;
  }

  private static double squaredDistance(byte[] vector, float[] centre) {
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      sum += (vector[i] - centre[i]) * (vector[i] - centre[i]);
    }
    return sum;
  }
}
