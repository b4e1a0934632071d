package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nseekfs.codec.write.FieldFrames;
import org.nseekfs.quantization.ElementType;

/** Files that are not as they were written are refused, by name. */
class BrokenFilesTest {

  private static final Map<String, String> CODEC_NAMES =
      Map.of(
          ".vem", "NSeekVectorsMeta",
          ".vec", "NSeekVectorsData",
          ".veq", "NSeekVectorsCodes",
          ".veb", "NSeekVectorsFineCodes",
          ".vex", "NSeekVectorsSignCodes");

  /** Enough for codes of b, not of a. */
  private static final int COUNT = 1100;

  /** Of b. */
  private static final int DIMENSION = 16;

  private Directory directory;
  private String meta;
  private String vectors;
  private String codes;
  private String fineCodes;
  private String signCodes;

  @BeforeEach
  void writeIndex() throws IOException {
    directory = new ByteBuffersDirectory();
    var config =
        TestIndex.writerConfig(
            new NSeekCodec(
                TestVectors.config("a", ElementType.F8).withElementType("b", ElementType.F64)));
    config.setUseCompoundFile(false);
    TestIndex index = new TestIndex(directory, config);
    TestVectors random = new TestVectors(4);
    for (int id = 0; id < COUNT; id++) {
      var function = VectorSimilarityFunction.COSINE;
      var a = TestVectors.field("a", ElementType.F8, random.floats(9), function);
      var b =
          TestVectors.field(
              "b", ElementType.F64, random.vector(ElementType.F64, DIMENSION), function);
      if (id % 3 == 0) {
        index.add(id, b);
      } else {
        index.add(id, a, b);
      }
    }
    index.writer().close();
    meta = only(".vem");
    vectors = only(".vec");
    codes = only(".veq");
    fineCodes = only(".veb");
    signCodes = only(".vex");
  }

  @AfterEach
  void closeDirectory() throws IOException {
    directory.close();
  }

  private String only(String extension) throws IOException {
    List<String> files =
        Arrays.stream(directory.listAll()).filter(file -> file.endsWith(extension)).toList();
    assertEquals(1, files.size());
    return files.getFirst();
  }

  private byte[] read(String file) throws IOException {
    try (IndexInput in = directory.openInput(file, IOContext.READONCE)) {
      byte[] bytes = new byte[Math.toIntExact(in.length())];
      in.readBytes(bytes, 0, bytes.length);
      return bytes;
    }
  }

  private void write(String file, byte[] bytes) throws IOException {
    directory.deleteFile(file);
    try (IndexOutput out = directory.createOutput(file, IOContext.DEFAULT)) {
      out.writeBytes(bytes, bytes.length);
    }
  }

  /** Opens the index and reads every byte of it. */
  private void readAll() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        ((SegmentReader) leaf.reader()).checkIntegrity();
      }
      FieldFrames frames =
          FieldFrames.NONE.orElse(TestIndex.readers(reader, "b").getFirst().field("b"));
      assertEquals(DIMENSION, frames.codes().dimension());
      assertEquals(DIMENSION, frames.signs().dimension());
    }
  }

  private void assertRefused(String file) {
    Exception refused = assertThrows(IOException.class, this::readAll);
    assertTrue(
        refused instanceof CorruptIndexException
            || refused instanceof IndexFormatTooNewException
            || refused instanceof IndexFormatTooOldException,
        refused.toString());
    assertTrue(refused.getMessage().contains(file), refused.toString());
  }

  @Test
  void anyFlippedByteOfAnyFileIsNoticed() throws IOException {
    readAll();
    for (String file : new String[] {meta, vectors, codes, fineCodes, signCodes}) {
      byte[] bytes = read(file);
      for (int i = 0; i < bytes.length; i += 1 + i / 1000) {
        byte good = bytes[i];
        bytes[i] ^= (byte) (1 << (i % 8));
        write(file, bytes);
        assertRefused(file);
        bytes[i] = good;
      }
      write(file, bytes);
      readAll();
    }
  }

  @Test
  void anyTruncationOfAnyFileIsNoticedWhenTheIndexIsOpened() throws IOException {
    for (String file : new String[] {meta, vectors, codes, fineCodes, signCodes}) {
      byte[] bytes = read(file);
      for (int length = 0; length < bytes.length; length += 1 + length / 20) {
        write(file, Arrays.copyOf(bytes, length));
        IOException refused =
            assertThrows(IOException.class, () -> DirectoryReader.open(directory).close());
        assertTrue(refused.toString().contains(file), refused.toString());
      }
      write(file, bytes);
      readAll();
    }
  }

  private void writeWithChecksum(String file, byte[] bytes) throws IOException {
    directory.deleteFile(file);
    try (IndexOutput out = directory.createOutput(file, IOContext.DEFAULT)) {
      out.writeBytes(bytes, bytes.length - CodecUtil.footerLength());
      CodecUtil.writeFooter(out);
    }
  }

  @Test
  void aVersionThatIsNotReadIsRefusedAsNewerOrOlder() throws IOException {
    for (String file : new String[] {meta, vectors, codes, fineCodes, signCodes}) {
      byte[] bytes = read(file);
      int version = CodecUtil.headerLength(CODEC_NAMES.get(file.substring(file.indexOf('.')))) - 1;
      assertEquals(1, bytes[version]);
      bytes[version] = 2;
      writeWithChecksum(file, bytes);
      assertSays(
          file,
          "2 (needs to be between 1 and 1)",
          assertThrows(IndexFormatTooNewException.class, this::readAll));
      bytes[version] = 0;
      writeWithChecksum(file, bytes);
      assertSays(
          file,
          "0 (needs to be between 1 and 1)",
          assertThrows(IndexFormatTooOldException.class, this::readAll));
      bytes[version] = 1;
      writeWithChecksum(file, bytes);
      readAll();
    }
  }

  private static void assertSays(String file, String versions, IOException refused) {
    assertTrue(refused.getMessage().contains(file), refused.toString());
    assertTrue(refused.getMessage().contains(versions), refused.toString());
  }

  @Test
  void aFileOfAnotherSegmentIsRefused() throws IOException {
    for (String file : new String[] {vectors, codes, signCodes}) {
      byte[] foreign = read(file);
      directory.close();
      writeIndex();
      byte[] own = read(file);
      write(file, foreign);
      assertRefused(file);
      write(file, own);
      readAll();
    }
  }

  @Test
  void aFrameThatIsNoneIsRefusedThoughTheChecksumIsRight() throws IOException {
    for (String file : new String[] {codes, signCodes}) {
      byte[] bytes = read(file);
      for (int i = 1; i <= 8; i++) {
        byte[] broken = bytes.clone();
        broken[bytes.length - CodecUtil.footerLength() - i] ^= 0x40;
        writeWithChecksum(file, broken);
        assertRefused(file);
      }
      write(file, bytes);
    }
  }
}
