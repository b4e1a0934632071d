package org.nseekfs.codec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

/**
 * An index of two segments with deleted documents, of which every vector is known, and its zips:
 * one for each version of the layout, written when that was the current one. Neither a zip nor what
 * is in it ever changes.
 *
 * <p>CONTRIBUTING.md has the command that writes the zip of a new version.
 */
final class GoldenIndex {

  private static final Path RESOURCES = Path.of("src/test/resources/org/nseekfs/codec");

  /** Documents of the first segment: enough for buckets, even when the deleted ones are gone. */
  private static final int FIRST = 16_896;

  /** Documents of the second segment. */
  private static final int SECOND = 200;

  private GoldenIndex() {}

  /** A field; those that are named as their types have too few vectors for codes. */
  enum GoldenField {
    F8(ElementType.F8, VectorSimilarityFunction.EUCLIDEAN, 5, 4),
    F16(ElementType.F16, VectorSimilarityFunction.DOT_PRODUCT, 5, 11),
    BF16(ElementType.BF16, VectorSimilarityFunction.COSINE, 5, 8),
    F32(ElementType.F32, VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT, 5, 24),
    F64(ElementType.F64, VectorSimilarityFunction.EUCLIDEAN, 5, 53),
    BYTE(ElementType.BYTE, VectorSimilarityFunction.COSINE, 5, 7),
    /** Codes, fine codes, and sign codes in the order of rows, in the first segment. */
    CODES(ElementType.F64, VectorSimilarityFunction.COSINE, 64, 8),
    /** Codes, and sign codes in the order of buckets; 16 documents in turn have one vector. */
    BUCKETS(ElementType.BYTE, VectorSimilarityFunction.EUCLIDEAN, 32, 7);

    private final ElementType type;
    private final VectorSimilarityFunction function;
    private final int dimension;
    private final int digits;

    /** The type holds all integers of {@code digits} binary digits. */
    GoldenField(ElementType type, VectorSimilarityFunction function, int dimension, int digits) {
      this.type = type;
      this.function = function;
      this.dimension = dimension;
      this.digits = digits;
    }

    ElementType type() {
      return type;
    }

    VectorSimilarityFunction function() {
      return function;
    }

    /** The vectors of the documents that are not deleted, by their ids. */
    Map<Integer, Object> vectors() {
      Map<Integer, Object> vectors = allVectors();
      vectors.keySet().removeIf(GoldenIndex::isDeleted);
      return vectors;
    }

    private Map<Integer, Object> allVectors() {
      Random random = new Random(name().hashCode());
      Map<Integer, Object> vectors = new TreeMap<>();
      Object vector = null;
      for (int id = 0; id < FIRST + SECOND; id++) {
        int doc = id < FIRST ? id : id - FIRST;
        if (isIn(doc)) {
          vector = this == BUCKETS && doc % 16 != 0 ? vector : draw(random);
          vectors.put(id, vector);
        }
      }
      return vectors;
    }

    /** Whether a segment's document has a vector. */
    private boolean isIn(int doc) {
      return switch (this) {
        case BUCKETS -> true;
        case CODES -> doc < 1_200;
        case F8, F32, F64 -> doc < SECOND;
        case F16, BF16, BYTE -> doc < SECOND && doc % 3 == 1;
      };
    }

    /**
     * A vector whose elements get smaller and smaller, which is what codes are made for. It is
     * drawn by integer arithmetic alone, as numbers that the type holds exactly: any machine draws
     * the same, and what is read must be what was drawn.
     */
    Object draw(Random random) {
      long[] integers = new long[dimension];
      for (int i = 0; i < dimension; i++) {
        integers[i] = random.nextLong() >> (Long.SIZE - 1 - Math.max(0, digits - i / 4));
      }
      // Odd, so that no vector is zero.
      integers[0] |= 1;
      return cast(integers);
    }

    private Object cast(long[] integers) {
      double[] doubles = new double[dimension];
      float[] floats = new float[dimension];
      byte[] bytes = new byte[dimension];
      for (int i = 0; i < dimension; i++) {
        doubles[i] = Math.scalb((double) integers[i], -digits);
        floats[i] = (float) doubles[i];
        bytes[i] = (byte) integers[i];
      }
      return switch (type) {
        case F8, F16, BF16, F32 -> floats;
        case F64 -> DoubleRows.encode(doubles);
        case BYTE -> bytes;
      };
    }
  }

  private static boolean isDeleted(int id) {
    return id % 50 == 7;
  }

  /** The codec that writes the fields as what they are. */
  static NSeekCodec codec() {
    NSeekVectorsConfig config = NSeekVectorsConfig.DEFAULT;
    for (GoldenField field : GoldenField.values()) {
      config = config.withElementType(field.name(), field.type);
    }
    return new NSeekCodec(config);
  }

  private static void write(Directory directory) throws IOException {
    Map<GoldenField, Map<Integer, Object>> vectors = new EnumMap<>(GoldenField.class);
    for (GoldenField field : GoldenField.values()) {
      vectors.put(field, field.allVectors());
    }
    var config = TestIndex.writerConfig(codec()).setUseCompoundFile(false).setRAMBufferSizeMB(256);
    TestIndex index = new TestIndex(directory, config);
    for (int id = 0; id < FIRST + SECOND; id++) {
      if (id == FIRST) {
        index.commit();
      }
      Document document = TestIndex.document(id);
      for (GoldenField field : GoldenField.values()) {
        Object vector = vectors.get(field).get(id);
        if (vector != null) {
          document.add(TestVectors.field(field.name(), field.type, vector, field.function));
        }
      }
      index.writer().addDocument(document);
    }
    index.commit();
    for (int id = 0; id < FIRST + SECOND; id++) {
      if (isDeleted(id)) {
        index.delete(id);
      }
    }
    index.writer().close();
  }

  private static String zipOf(int version) {
    return NSeekVectorsFormat.NAME + "." + version + ".zip";
  }

  /**
   * Writes the zip of a version into the resources of these tests, where none must be yet.
   *
   * @param version the current one
   */
  static void writeZip(int version) throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      write(directory);
      Path path = RESOURCES.resolve(zipOf(version));
      try (var out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW);
          ZipOutputStream zip = new ZipOutputStream(out)) {
        for (String file : directory.listAll()) {
          zip.putNextEntry(new ZipEntry(file));
          try (IndexInput in = directory.openInput(file, IOContext.READONCE)) {
            byte[] bytes = new byte[Math.toIntExact(in.length())];
            in.readBytes(bytes, 0, bytes.length);
            zip.write(bytes);
          }
        }
      }
    }
  }

  /** The index in the zip of a version. */
  static Directory unzip(int version) throws IOException {
    try (InputStream in = GoldenIndex.class.getResourceAsStream(zipOf(version))) {
      if (in == null) {
        throw new AssertionError(
            "version "
                + version
                + " of the layout has no golden index "
                + zipOf(version)
                + "; CONTRIBUTING.md tells how to write it");
      }
      Directory directory = new ByteBuffersDirectory();
      ZipInputStream zip = new ZipInputStream(in);
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] bytes = zip.readAllBytes();
        try (IndexOutput out = directory.createOutput(entry.getName(), IOContext.DEFAULT)) {
          out.writeBytes(bytes, bytes.length);
        }
      }
      return directory;
    }
  }
}
