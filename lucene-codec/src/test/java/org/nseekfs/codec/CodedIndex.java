package org.nseekfs.codec;

import java.io.IOException;
import org.apache.lucene.document.Field;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.nseekfs.quantization.ElementType;

/** Fills indexes whose field {@code v} has codes. */
final class CodedIndex {

  static final int DIMENSION = 12;

  private CodedIndex() {}

  /**
   * One segment of {@code count} documents with decaying vectors, duplicates among them, every
   * third without a vector if sparse, a tenth deleted.
   */
  static TestIndex ofOneSegment(
      Directory directory,
      NSeekVectorsConfig config,
      VectorSimilarityFunction function,
      boolean sparse,
      int count)
      throws IOException {
    var writerConfig = TestIndex.writerConfig(new NSeekCodec(config));
    writerConfig.setRAMBufferSizeMB(256);
    TestIndex index = new TestIndex(directory, writerConfig);
    ElementType type = config.elementTypes().get("v");
    TestVectors vectors = new TestVectors(count);
    Object vector = null;
    for (int id = 0; id < count; id++) {
      if (id % 10 != 7) {
        do {
          vector = vectors.decaying(type, DIMENSION);
        } while (type == ElementType.BYTE && isZero((byte[]) vector));
      }
      Field field = TestVectors.field("v", type, vector, function);
      if (sparse && id % 3 == 1) {
        index.add(id);
      } else {
        index.add(id, field);
      }
    }
    index.commit();
    for (int id = 5; id < count; id += 10) {
      index.delete(id);
    }
    index.commit();
    return index;
  }

  /** The same, with codes. */
  static TestIndex ofOneSegment(
      Directory directory, ElementType type, VectorSimilarityFunction function, int count)
      throws IOException {
    return ofOneSegment(directory, TestVectors.config("v", type), function, false, count);
  }

  private static boolean isZero(byte[] vector) {
    for (byte element : vector) {
      if (element != 0) {
        return false;
      }
    }
    return true;
  }
}
