package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.tests.store.MockDirectoryWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.codec.layout.TableLayout;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.lsh.SignFrame;

/** Every row is in the bucket that its sign code names, in every table, once. */
class SignTablesTest {

  private static final int DIMENSION = 128;

  @TempDir Path folder;

  /** Documents of bytes, a fifth of them of one vector. */
  private static void add(TestIndex index, int firstId, int count) throws IOException {
    TestVectors vectors = new TestVectors(firstId);
    byte[] same = vectors.bytes(DIMENSION);
    for (int id = firstId; id < firstId + count; id++) {
      byte[] vector = id % 5 == 0 ? same : vectors.bytes(DIMENSION);
      var function = VectorSimilarityFunction.EUCLIDEAN;
      index.add(id, TestVectors.field("v", ElementType.BYTE, vector, function));
    }
    index.commit();
  }

  private static TestIndex open(Directory directory) throws IOException {
    return new TestIndex(directory, config().setUseCompoundFile(false));
  }

  private static IndexWriterConfig config() {
    NSeekVectorsConfig bytes = TestVectors.config("v", ElementType.BYTE).withCodes(false);
    return TestIndex.writerConfig(new NSeekCodec(bytes)).setRAMBufferSizeMB(256);
  }

  private static void assertRight(TestIndex index, int rows) throws IOException {
    try (DirectoryReader reader = index.open()) {
      NSeekVectorsReader vectors = TestIndex.readers(reader, "v").getFirst();
      FieldSigns signs = vectors.signs("v");
      SignTables tables = signs.tables();
      TableShape shape = TableShape.of(signs.frame().get(), rows);
      assertEquals(shape, new TableShape(tables.count(), tables.hashesPerTable()));
      assertEquals(1 << shape.hashesPerTable(), tables.buckets());
      BitSet[] codes = codes(signs, rows);
      long empty = 0;
      int largest = 0;
      for (int table = 0; table < tables.count(); table++) {
        BitSet found = new BitSet();
        for (int bucket = 0; bucket < tables.buckets(); bucket++) {
          int size = tables.load(table, bucket);
          assertEquals(size, tables.size(table, bucket));
          int last = -1;
          for (int ord : Arrays.copyOf(tables.ords(), size)) {
            assertTrue(ord > last, "row " + ord + " behind " + last);
            assertTrue(isIn(codes[ord], bucket, table, shape), () -> "row in another's bucket");
            found.set(ord);
            last = ord;
          }
          empty += size == 0 ? 1 : 0;
          largest = Math.max(largest, size);
        }
        assertEquals(rows, found.cardinality());
      }
      long used = (long) shape.tables() * tables.buckets() - empty;
      assertTrue(largest >= rows / 11, "largest bucket of " + largest);
      assertEquals(
          new LshStatistics(
              256,
              shape.tables(),
              shape.hashesPerTable(),
              empty,
              largest,
              (double) rows * shape.tables() / used),
          vectors.lshStatistics("v"));
    }
  }

  /** The codes, read bit by bit. */
  private static BitSet[] codes(FieldSigns signs, int rows) throws IOException {
    Records blocks = signs.blocks();
    BitSet[] codes = new BitSet[rows];
    for (int ord = 0; ord < rows; ord++) {
      int block = ord / SignFrame.BLOCK_DOCS;
      blocks.load(block, 1);
      codes[ord] = new BitSet();
      for (int bit = 0; bit < signs.frame().get().bits(); bit++) {
        long word = (long) bit / Integer.SIZE * SignFrame.BLOCK_DOCS + ord % SignFrame.BLOCK_DOCS;
        int bits =
            blocks
                .segment()
                .get(ValueLayout.JAVA_INT_UNALIGNED, blocks.position(block) + word * Integer.BYTES);
        codes[ord].set(bit, (bits >>> bit % Integer.SIZE & 1) != 0);
      }
    }
    return codes;
  }

  private static boolean isIn(BitSet code, int bucket, int table, TableShape shape) {
    for (int i = 0; i < shape.hashesPerTable(); i++) {
      if (code.get(table * shape.hashesPerTable() + i) != ((bucket >>> i & 1) != 0)) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @ValueSource(strings = {"mapped", "read"})
  void aFlushWritesThem(String kind) throws IOException {
    Directory directory =
        kind.equals("mapped") ? new MMapDirectory(folder) : new NIOFSDirectory(folder);
    try (TestIndex index = open(directory)) {
      add(index, 0, TableShape.MIN_ROWS + 21);
      assertRight(index, TableShape.MIN_ROWS + 21);
      for (String file : directory.listAll()) {
        assertTrue(!file.endsWith(".tmp"), file);
      }
    }
  }

  @Test
  void mergesWriteThemOnceThereAreRowsEnough() throws IOException {
    try (TestIndex index = open(new ByteBuffersDirectory())) {
      add(index, 0, 30_000);
      add(index, 100_000, 30_000);
      assertHasNone(index);
      for (int id = 0; id < 9_000; id++) {
        index.delete(id);
      }
      index.merge();
      assertRight(index, 51_000);
      for (int id = 9_000; id < 10_001; id++) {
        index.delete(id);
      }
      index.merge();
      assertHasNone(index);
    }
  }

  @Test
  void metadataOfOtherTablesIsRefused() throws IOException {
    try (TestIndex index = open(new ByteBuffersDirectory())) {
      add(index, 0, TableShape.MIN_ROWS);
      index.writer().close();
      Directory directory = index.directory;
      String meta = only(directory, ".vem");
      String signs = only(directory, ".vex");
      byte[] bytes;
      try (IndexInput in = directory.openInput(meta, IOContext.READONCE)) {
        bytes = new byte[Math.toIntExact(in.length())];
        in.readBytes(bytes, 0, bytes.length);
      }
      int end = bytes.length - CodecUtil.footerLength() - Integer.BYTES;
      for (int i = end - Long.BYTES - 2 * Integer.BYTES; i < end; i++) {
        byte[] broken = bytes.clone();
        broken[i] ^= 0x40;
        write(directory, meta, broken);
        Exception refused =
            assertThrows(CorruptIndexException.class, () -> readStatistics(directory));
        assertTrue(
            refused.getMessage().contains(meta) || refused.getMessage().contains(signs),
            refused.getMessage());
      }
      write(directory, meta, bytes);
      readStatistics(directory);
    }
  }

  private static String only(Directory directory, String extension) throws IOException {
    return Arrays.stream(directory.listAll())
        .filter(file -> file.endsWith(extension))
        .findFirst()
        .orElseThrow();
  }

  private static void write(Directory directory, String file, byte[] bytes) throws IOException {
    directory.deleteFile(file);
    try (IndexOutput out = directory.createOutput(file, IOContext.DEFAULT)) {
      out.writeBytes(bytes, bytes.length - CodecUtil.footerLength());
      CodecUtil.writeFooter(out);
    }
  }

  private static void readStatistics(Directory directory) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      TestIndex.readers(reader, "v").getFirst().lshStatistics("v");
    }
  }

  @Test
  void aBucketThatCannotBeIsRefused() throws IOException {
    TableLayout layout = new TableLayout(0, 1, 1, 3);
    assertArrayEquals(new int[] {2, 1}, sizes(layout, 0, 2, 3));
    for (int[] starts : new int[][] {{-1, 2, 3}, {0, 4, 3}, {3, 2, 3}, {0, -2, 3}}) {
      Exception refused = assertThrows(CorruptIndexException.class, () -> sizes(layout, starts));
      assertTrue(refused.getMessage().contains("of table 0"), refused.getMessage());
    }
  }

  private static int[] sizes(TableLayout layout, int... starts) throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexOutput out = directory.createOutput("tables", IOContext.DEFAULT)) {
        for (int start : starts) {
          out.writeInt(start);
        }
        for (int ord = 0; ord < layout.rows(); ord++) {
          out.writeInt(ord);
        }
      }
      try (IndexInput in = directory.openInput("tables", IOContext.DEFAULT)) {
        SignTables tables = new SignTables(in, layout);
        return new int[] {tables.size(0, 0), tables.size(0, 1)};
      }
    }
  }

  /** Fails whatever a directory is asked for while tables are written. */
  private static final class TablesFail extends MockDirectoryWrapper.Failure {
    private final String method;
    private int failures;

    TablesFail(String method) {
      this.method = method;
    }

    @Override
    public void eval(MockDirectoryWrapper directory) throws IOException {
      if (StackWalker.getInstance().walk(frames -> frames.anyMatch(this::isOf))) {
        failures++;
        throw new IOException("no tables");
      }
    }

    private boolean isOf(StackWalker.StackFrame frame) {
      return frame.getClassName().equals(TableWriter.class.getName())
          && frame.getMethodName().equals(method);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"add", "write"})
  void aFailureWhileTheyAreMadeLeavesNoTemporaryFile(String method) throws IOException {
    try (var directory = new MockDirectoryWrapper(new Random(1), new ByteBuffersDirectory())) {
      directory.setCheckIndexOnClose(false);
      IndexWriter writer = new IndexWriter(directory, config());
      TablesFail failure = new TablesFail(method);
      TestVectors vectors = new TestVectors(1);
      for (int id = 0; id < TableShape.MIN_ROWS; id++) {
        var function = VectorSimilarityFunction.EUCLIDEAN;
        Object vector = vectors.bytes(DIMENSION);
        writer.addDocument(
            TestIndex.document(id, TestVectors.field("v", ElementType.BYTE, vector, function)));
      }
      directory.failOn(failure);
      assertThrows(IOException.class, writer::commit);
      assertTrue(failure.failures > 0);
      assertThrows(AlreadyClosedException.class, writer::commit);
      List<String> left =
          Arrays.stream(directory.listAll()).filter(file -> file.endsWith(".tmp")).toList();
      assertEquals(List.of(), left);
    }
  }

  private static void assertHasNone(TestIndex index) throws IOException {
    try (DirectoryReader reader = index.open()) {
      NSeekVectorsReader vectors = TestIndex.readers(reader, "v").getFirst();
      assertEquals(null, vectors.signs("v").tables());
      assertEquals(new LshStatistics(256, 0, 0, 0, 0, 0), vectors.lshStatistics("v"));
    }
  }
}
