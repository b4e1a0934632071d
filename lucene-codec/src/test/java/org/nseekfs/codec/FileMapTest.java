package org.nseekfs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.code.CodeFrame;
import org.nseekfs.quantization.lsh.SignFrame;

/**
 * Reads files by the map in {@link NSeekVectorsFormat} alone: by a plain buffer, none of our code
 * save that of frames.
 */
class FileMapTest {

  private static final VectorSimilarityFunction[] FUNCTIONS = {
    VectorSimilarityFunction.EUCLIDEAN,
    VectorSimilarityFunction.DOT_PRODUCT,
    VectorSimilarityFunction.COSINE,
    VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT
  };

  private static final int[] ELEMENT_BYTES = {0, 1, 2, 2, 4, 8, 1};

  private static final int DIMENSION = 16;

  private static final int DOCUMENTS = 1100;

  /** Blocks of 64 rows for that many. */
  private static final int BLOCKS = 18;

  /**
   * Six fields, one of each type; the last has a vector in every second document, which are too few
   * for codes.
   */
  private static Directory write() throws IOException {
    Directory directory = new ByteBuffersDirectory();
    NSeekVectorsConfig config = NSeekVectorsConfig.DEFAULT;
    for (ElementType type : ElementType.values()) {
      config = config.withElementType(type.label(), type);
    }
    var writerConfig = TestIndex.writerConfig(new NSeekCodec(config)).setUseCompoundFile(false);
    TestIndex index = new TestIndex(directory, writerConfig);
    for (int id = 0; id < DOCUMENTS; id++) {
      var document = TestIndex.document(id);
      for (ElementType type : ElementType.values()) {
        if (type != ElementType.BYTE || id % 2 == 1) {
          var function = FUNCTIONS[type.ordinal() % FUNCTIONS.length];
          document.add(TestVectors.field(type.label(), type, encoded(id, type), function));
        }
      }
      index.writer().addDocument(document);
    }
    index.writer().close();
    return directory;
  }

  /** The vector of a document: small integers, which all types hold. */
  private static double[] vector(int id) {
    return new Random(id).ints(DIMENSION, -8, 8).asDoubleStream().toArray();
  }

  private static Object encoded(int id, ElementType type) {
    ByteBuffer doubles =
        ByteBuffer.allocate(DIMENSION * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    double[] vector = vector(id);
    float[] floats = new float[DIMENSION];
    byte[] bytes = new byte[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      double element = vector[i];
      doubles.putDouble(element);
      floats[i] = (float) element;
      bytes[i] = (byte) element;
    }
    return switch (type) {
      case F64 -> doubles.array();
      case BYTE -> bytes;
      default -> floats;
    };
  }

  static ByteBuffer read(Directory directory, String extension) throws IOException {
    List<String> files =
        Arrays.stream(directory.listAll()).filter(file -> file.endsWith(extension)).toList();
    assertEquals(List.of("_0_NSeek1_0" + extension), files);
    try (IndexInput in = directory.openInput(files.getFirst(), IOContext.READONCE)) {
      byte[] bytes = new byte[Math.toIntExact(in.length())];
      in.readBytes(bytes, 0, bytes.length);
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** CodecUtil's header: magic and version big-endian, name, id, suffix. */
  static void skipHeader(ByteBuffer file, String name) {
    assertEquals(0x3FD76C17, file.order(ByteOrder.BIG_ENDIAN).getInt());
    assertEquals(name, string(file));
    assertEquals(1, file.getInt());
    file.order(ByteOrder.LITTLE_ENDIAN).position(file.position() + 16);
    assertEquals("NSeek1_0", string(file));
  }

  private static String string(ByteBuffer file) {
    byte[] bytes = new byte[file.get()];
    file.get(bytes);
    return new String(bytes, UTF_8);
  }

  @Test
  void everyByteLiesWhereTheMapSays() throws IOException {
    try (Directory directory = write()) {
      ByteBuffer meta = read(directory, ".vem");
      ByteBuffer vectors = read(directory, ".vec");
      skipHeader(meta, "NSeekVectorsMeta");
      skipHeader(vectors, "NSeekVectorsData");
      ByteBuffer codes = read(directory, ".veq");
      skipHeader(codes, "NSeekVectorsCodes");
      ByteBuffer fineCodes = read(directory, ".veb");
      skipHeader(fineCodes, "NSeekVectorsFineCodes");
      ByteBuffer signCodes = read(directory, ".vex");
      skipHeader(signCodes, "NSeekVectorsSignCodes");
      long end = vectors.position();
      for (int typeId = 1; typeId <= 6; typeId++) {
        end = readEntry(meta, vectors, typeId, end);
        readCodes(meta, codes, fineCodes, typeId);
        readSignCodes(meta, signCodes, typeId);
      }
      assertEquals(-1, meta.getInt());
      assertEquals(16, meta.remaining());
      assertEquals(16, vectors.limit() - end);
      assertEquals(16, codes.remaining());
      assertEquals(16, fineCodes.remaining());
      assertEquals(16, signCodes.remaining());
      assertEquals(~0x3FD76C17, codes.order(ByteOrder.BIG_ENDIAN).getInt());
      assertEquals(~0x3FD76C17, meta.order(ByteOrder.BIG_ENDIAN).getInt());
      assertEquals(~0x3FD76C17, vectors.order(ByteOrder.BIG_ENDIAN).getInt((int) end));
    }
  }

  private static long readEntry(ByteBuffer meta, ByteBuffer vectors, int typeId, long end) {
    assertTrue(meta.getInt() >= 0);
    assertEquals(typeId, meta.get());
    assertEquals((typeId - 1) % 4, meta.get());
    assertEquals(DIMENSION, meta.getInt());
    int count = meta.getInt();
    assertEquals(typeId == 6 ? DOCUMENTS / 2 : DOCUMENTS, count);
    long offset = meta.getLong();
    assertEquals(0, offset % 64);
    assertTrue(offset >= end && offset < end + 64);
    for (long padding = end; padding < offset; padding++) {
      assertEquals(0, vectors.get((int) padding));
    }
    int rowBytes = DIMENSION * ELEMENT_BYTES[typeId] + (typeId == 1 ? 2 : 0);
    for (int ord = 0; ord < count; ord++) {
      assertArrayEquals(
          vector(typeId == 6 ? 2 * ord + 1 : ord),
          decode(vectors, (int) offset + ord * rowBytes, typeId),
          "type " + typeId + ", row " + ord);
    }
    readDocuments(meta, typeId == 6, offset + (long) count * rowBytes);
    long fieldEnd = meta.getLong();
    assertTrue(
        typeId == 6
            ? fieldEnd > offset + (long) count * rowBytes
            : fieldEnd == offset + (long) count * rowBytes);
    return fieldEnd;
  }

  /** Goes to the end of the field's codes. */
  private static void readCodes(
      ByteBuffer meta, ByteBuffer codes, ByteBuffer fineCodes, int typeId) {
    int planes = meta.get();
    assertTrue(typeId == 6 ? planes == 0 : planes == 1 || planes == 2);
    if (typeId == 6) {
      return;
    }
    int offset = skipPadding(meta, codes);
    int blockBytes = meta.getInt();
    assertTrue(blockBytes > 0 && blockBytes % 64 == 0);
    long frameId = meta.getLong();
    byte[] bytes = new byte[meta.getInt()];
    codes.position(offset + BLOCKS * blockBytes).get(bytes);
    CodeFrame frame = CodeFrame.read(MemorySegment.ofArray(bytes));
    assertEquals(frameId, frame.id());
    assertEquals(blockBytes, frame.blockBytes());
    assertEquals(DIMENSION, frame.dimension());
    assertEquals(planes == 2, frame.fineBytes() > 0);
    if (planes == 2) {
      int fineOffset = (int) meta.getLong();
      assertEquals(0, fineOffset % 64);
      assertTrue(fineOffset >= fineCodes.position() && fineOffset < fineCodes.position() + 64);
      assertEquals(frame.fineBytes(), meta.getInt());
      fineCodes.position(fineOffset + DOCUMENTS * frame.fineBytes());
    }
  }

  /** Goes to the offset that the metadata names, over zeros. */
  private static int skipPadding(ByteBuffer meta, ByteBuffer file) {
    int offset = (int) meta.getLong();
    assertEquals(0, offset % 64);
    assertTrue(offset >= file.position() && offset < file.position() + 64);
    while (file.position() < offset) {
      assertEquals(0, file.get());
    }
    return offset;
  }

  /** Goes to the end of the field's sign codes. */
  private static void readSignCodes(ByteBuffer meta, ByteBuffer codes, int typeId) {
    assertEquals(typeId == 6 ? 0 : 1, meta.get());
    if (typeId == 6) {
      return;
    }
    int offset = skipPadding(meta, codes);
    int blockBytes = meta.getInt();
    assertEquals(64 * (256 / 8 + 8), blockBytes);
    long frameId = meta.getLong();
    byte[] bytes = new byte[meta.getInt()];
    codes.position(offset + BLOCKS * blockBytes).get(bytes);
    SignFrame frame = SignFrame.read(MemorySegment.ofArray(bytes));
    assertEquals(frameId, frame.id());
    assertEquals(DIMENSION, frame.dimension());
    // Of the last block 12 lanes are rows, the others have an offset of -infinity.
    int offsets = offset + BLOCKS * blockBytes - 64 * Float.BYTES;
    for (int lane = 0; lane < 64; lane++) {
      float stored = codes.getFloat(offsets + lane * Float.BYTES);
      assertEquals(lane >= DOCUMENTS % 64, stored == Float.NEGATIVE_INFINITY);
    }
  }

  private static void readDocuments(ByteBuffer meta, boolean sparse, long rowsEnd) {
    assertEquals(sparse ? rowsEnd : -1, meta.getLong());
    long disiLength = meta.getLong();
    assertEquals(sparse, disiLength > 0);
    assertEquals(sparse, meta.getShort() >= 0);
    assertEquals(sparse ? 9 : -1, meta.get());
    if (sparse) {
      assertEquals(rowsEnd + disiLength, meta.getLong());
      assertEquals(16, meta.get());
      meta.position(meta.position() + Long.BYTES + Integer.BYTES + Long.BYTES + 1);
      assertTrue(meta.getLong() >= 0);
    }
  }

  private static double[] decode(ByteBuffer vectors, int row, int typeId) {
    double[] vector = new double[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      int position = row + (typeId == 1 ? 2 : 0) + i * ELEMENT_BYTES[typeId];
      vector[i] =
          switch (typeId) {
            case 1 -> Math.scalb(e4m3(vectors.get(position)), vectors.getShort(row));
            case 2 -> Float.float16ToFloat(vectors.getShort(position));
            case 3 -> Float.intBitsToFloat(vectors.getShort(position) << 16);
            case 4 -> vectors.getFloat(position);
            case 5 -> vectors.getDouble(position);
            default -> vectors.get(position);
          };
    }
    return vector;
  }

  /** OCP FP8 E4M3: sign, four bits of exponent with bias 7, three of mantissa. */
  private static double e4m3(byte code) {
    int exponent = code >> 3 & 0xF;
    int mantissa = code & 7;
    double magnitude =
        exponent == 0 ? mantissa * 0x1p-9 : Math.scalb(8 + mantissa, exponent - 7 - 3);
    return code < 0 ? -magnitude : magnitude;
  }
}
