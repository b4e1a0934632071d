package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.codec.layout.RecordLayout;
import org.nseekfs.codec.values.FieldCodes;
import org.nseekfs.quantization.ElementType;

/** Merges copy rows and codes: what is told apart by changing those of a source. */
class MergedRowsTest {

  private static final int COUNT = 1500;
  private static final VectorSimilarityFunction FUNCTION = VectorSimilarityFunction.EUCLIDEAN;

  private final Directory directory = new ByteBuffersDirectory();

  @AfterEach
  void closeDirectory() throws IOException {
    directory.close();
  }

  private static IndexWriterConfig config(ElementType type) {
    NSeekCodec codec = new NSeekCodec(TestVectors.config("v", type));
    return TestIndex.writerConfig(codec).setUseCompoundFile(false).setRAMBufferSizeMB(256);
  }

  /** A segment with codes, none of them known to any writer that is open. */
  private void writeSegment(ElementType type) throws IOException {
    TestIndex index = new TestIndex(directory, config(type));
    TestVectors vectors = new TestVectors(8);
    for (int id = 0; id < COUNT; id++) {
      Object vector = vectors.decaying(type, CodedIndex.DIMENSION);
      index.add(id, TestVectors.field("v", type, vector, FUNCTION));
    }
    index.writer().close();
  }

  private String only(String extension) throws IOException {
    var files = Arrays.stream(directory.listAll()).filter(file -> file.endsWith(extension));
    return files.reduce((one, other) -> one + " and " + other).orElseThrow();
  }

  private byte[] read(String file) throws IOException {
    try (IndexInput in = directory.openInput(file, IOContext.READONCE)) {
      byte[] bytes = new byte[Math.toIntExact(in.length())];
      in.readBytes(bytes, 0, bytes.length);
      return bytes;
    }
  }

  private static void copyAll(Directory from, Directory to) throws IOException {
    for (String file : to.listAll()) {
      to.deleteFile(file);
    }
    for (String file : from.listAll()) {
      to.copyFrom(from, file, file, IOContext.DEFAULT);
    }
  }

  /** Flips a bit of the file's first record; with a checksum that is right, or not. */
  private void flip(String file, boolean withChecksum) throws IOException {
    byte[] bytes = read(file);
    bytes[RecordLayout.ALIGNMENT] ^= 1;
    directory.deleteFile(file);
    try (IndexOutput out = directory.createOutput(file, IOContext.DEFAULT)) {
      int footer = withChecksum ? CodecUtil.footerLength() : 0;
      out.writeBytes(bytes, bytes.length - footer);
      if (withChecksum) {
        CodecUtil.writeFooter(out);
      }
    }
  }

  /**
   * The codes of the only segment, coarse and fine, after {@code id} was deleted and merged out.
   */
  private byte[][] mergeWithout(int id, ElementType type) throws IOException {
    TestIndex index = new TestIndex(directory, config(type));
    index.delete(id);
    index.merge();
    try (DirectoryReader reader = index.open()) {
      NSeekVectorsReader vectors = TestIndex.readers(reader, "v").getFirst();
      assertEquals(COUNT - 1, vectors.count("v"));
      FieldCodes codes = vectors.field("v").codes();
      byte[] coarse = CodedIndex.bytes(codes.blocks(), 0, codes.blocks().layout.count());
      byte[] fine = codes.fine() == null ? null : CodedIndex.bytes(codes.fine(), 0, COUNT - 1);
      return new byte[][] {coarse, fine};
    } finally {
      index.writer().close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void codesOfTheMergedFrameAreCopied(ElementType type) throws IOException {
    writeSegment(type);
    Directory unharmed = new ByteBuffersDirectory();
    copyAll(directory, unharmed);
    byte[][] expected = mergeWithout(100, type);
    copyAll(unharmed, directory);
    flip(only(".veq"), true);
    byte[][] flipped = mergeWithout(100, type);
    assertFalse(Arrays.equals(expected[0], flipped[0]), "the coarse code was encoded anew");
    flipped[0][0] ^= 1;
    assertArrayEquals(expected[0], flipped[0]);
    assertArrayEquals(expected[1], flipped[1]);
  }

  @Test
  void aSourceOfAnotherTypeIsEncodedAnew() throws IOException {
    writeSegment(ElementType.F16);
    flip(only(".veq"), true);
    TestIndex index = new TestIndex(directory, config(ElementType.F32));
    Object vector = new TestVectors(9).decaying(ElementType.F32, CodedIndex.DIMENSION);
    index.add(COUNT, TestVectors.field("v", ElementType.F32, vector, FUNCTION));
    index.commit();
    index.merge();
    try (DirectoryReader reader = index.open()) {
      var vectors = TestIndex.readers(reader, "v").getFirst();
      assertEquals(ElementType.F32, vectors.elementType("v"));
      assertTrue(vectors.hasCodes("v"));
      CodedIndex.assertCodesAreOfTheirRows(reader);
    }
    index.writer().close();
  }

  @Test
  void aSourceWhoseCodesAreDamagedFailsTheMerge() throws IOException {
    writeSegment(ElementType.F32);
    String file = only(".veq");
    flip(file, false);
    TestIndex index = new TestIndex(directory, config(ElementType.F32));
    index.delete(100);
    Exception refused = assertThrows(Exception.class, index::merge);
    Throwable cause = refused;
    while (cause != null && !(cause instanceof CorruptIndexException)) {
      cause = cause.getCause();
    }
    assertTrue(cause != null && cause.getMessage().contains(file), refused.toString());
    index.writer().rollback();
  }
}
