package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.ElementType;

/** Reads hash tables as {@link FileMapTest} reads all else. */
class TableMapTest {

  @Test
  void everyRowIsInTheBucketsThatTheMapSays() throws IOException {
    int count = 50_000;
    var function = VectorSimilarityFunction.EUCLIDEAN;
    NSeekVectorsConfig config = NSeekVectorsConfig.DEFAULT.withCodes(false);
    var writerConfig = TestIndex.writerConfig(new NSeekCodec(config)).setUseCompoundFile(false);
    try (TestIndex index = new TestIndex(new ByteBuffersDirectory(), writerConfig)) {
      TestVectors vectors = new TestVectors(1);
      for (int id = 0; id < count; id++) {
        index.add(id, TestVectors.field("v", ElementType.BYTE, vectors.bytes(128), function));
      }
      index.commit();
      ByteBuffer meta = FileMapTest.read(index.directory, ".vem");
      ByteBuffer signs = FileMapTest.read(index.directory, ".vex");
      // From the end: footer, no more fields, hashes, tables, their offset.
      meta.position(meta.limit() - 16 - 4 - 4 - 4 - 8);
      int tables = (int) meta.getLong();
      int tableCount = meta.getInt();
      int hashes = meta.getInt();
      assertEquals(0, tables % 64);
      assertEquals(13, hashes);
      FileMapTest.skipHeader(signs, "NSeekVectorsSignCodes");
      int blocks = (signs.position() + 63) / 64 * 64;
      int tableInts = (1 << hashes) + 1 + count;
      assertEquals(signs.limit() - 16, tables + 4 * tableInts * tableCount);
      for (int table = 0; table < tableCount; table++) {
        int starts = tables + 4 * tableInts * table;
        int rows = starts + 4 * ((1 << hashes) + 1);
        for (int bucket = 0; bucket < 1 << hashes; bucket++) {
          int end = signs.getInt(starts + 4 * (bucket + 1));
          for (int i = signs.getInt(starts + 4 * bucket); i < end; i++) {
            int row = signs.getInt(rows + 4 * i);
            assertEquals(bucket, bits(signs, blocks, row, table * hashes, hashes));
          }
        }
        assertEquals(0, signs.getInt(starts));
        assertEquals(count, signs.getInt(rows - 4));
      }
    }
  }

  /** Bits of a row's code, the first one lowest. */
  private static int bits(ByteBuffer signs, int blocks, int row, int first, int count) {
    int block = blocks + row / 64 * 64 * (256 / 8 + 8);
    int bits = 0;
    for (int i = 0; i < count; i++) {
      int word = signs.getInt(block + (first + i) / 32 * 256 + row % 64 * 4);
      bits |= (word >>> (first + i) % 32 & 1) << i;
    }
    return bits;
  }
}
