package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.apache.lucene.document.Field;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.nseekfs.codec.values.Records;
import org.nseekfs.codec.values.StoredField;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.code.BlockEncoder;
import org.nseekfs.quantization.code.CodeFrame;

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

  /** Checks that in every segment codes of {@code v} are what encoding its rows gives. */
  static void assertCodesAreOfTheirRows(IndexReader reader) throws IOException {
    for (NSeekVectorsReader vectors : TestIndex.readers(reader, "v")) {
      StoredField field = vectors.field("v");
      if (field.codes() != null) {
        assertCodesAreOfTheirRows(field);
      }
    }
  }

  private static void assertCodesAreOfTheirRows(StoredField field) throws IOException {
    CodeFrame frame = field.codes().frame().get();
    Records rows = field.rows().rows();
    Records blocks = field.codes().blocks();
    Records fineCodes = field.codes().fine();
    BlockEncoder encoder = new BlockEncoder(frame, field.entry().rows().type());
    byte[] block = new byte[frame.blockBytes()];
    byte[] fine = new byte[CodeFrame.BLOCK_DOCS * frame.fineBytes()];
    int count = field.entry().rows().count();
    for (int first = 0; first < count; first += CodeFrame.BLOCK_DOCS) {
      int docs = Math.min(CodeFrame.BLOCK_DOCS, count - first);
      rows.load(first, docs);
      encoder.encode(rows.segment(), rows.position(first), docs, block, fine);
      assertArrayEquals(block, bytes(blocks, first / CodeFrame.BLOCK_DOCS, 1));
      if (fine.length > 0) {
        byte[] expected = Arrays.copyOf(fine, docs * frame.fineBytes());
        assertArrayEquals(expected, bytes(fineCodes, first, docs));
      }
    }
  }

  /** Records of a file. */
  static byte[] bytes(Records records, int index, int count) throws IOException {
    records.load(index, count);
    return records
        .segment()
        .asSlice(records.position(index), (long) count * records.layout.recordBytes())
        .toArray(ValueLayout.JAVA_BYTE);
  }
}
