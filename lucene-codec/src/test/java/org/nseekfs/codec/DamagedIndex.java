package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.document.Field;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.codec.spi.SearchCodes;
import org.nseekfs.codec.write.CodeFrames;
import org.nseekfs.quantization.ElementType;

/**
 * An index whose files are damaged one at a time. Whoever opens, reads or searches it then is to
 * get the answer there was before, or an exception that names a damaged file; nothing else may
 * come.
 */
final class DamagedIndex implements AutoCloseable {

  /** The extensions of our files. */
  static final List<String> EXTENSIONS = List.of(".vem", ".vec", ".veq", ".veb", ".vex");

  private static final int DIMENSION = 8;
  private static final int K = 5;

  private final Directory directory;
  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<Object> answer;

  /** What a reader of an index that may be damaged does. */
  @FunctionalInterface
  private interface Use {
    void of(DirectoryReader reader) throws IOException;
  }

  private DamagedIndex(Directory directory) throws IOException {
    this.directory = directory;
    for (String file : directory.listAll()) {
      if (EXTENSIONS.stream().anyMatch(file::endsWith)) {
        try (IndexInput in = directory.openInput(file, IOContext.READONCE)) {
          byte[] bytes = new byte[Math.toIntExact(in.length())];
          in.readBytes(bytes, 0, bytes.length);
          files.put(file, bytes);
        }
      }
    }
    this.answer = answer();
  }

  /**
   * Two segments of four fields: without rows, without codes for every other document, with codes
   * of both kinds, with sign codes in the order of buckets.
   */
  static DamagedIndex ofAllParts(Directory directory) throws IOException {
    var config =
        TestVectors.config("sparse", ElementType.F8).withElementType("codes", ElementType.F64);
    try (var writer = new TestIndex(directory, uncompounded(config)).writer()) {
      TestVectors random = new TestVectors(14);
      for (int rows : new int[] {CodeFrames.MIN_HASHED_ROWS + 30, 1100}) {
        for (int id = 0; id < rows; id++) {
          var document =
              TestIndex.document(id, field("buckets", ElementType.F32, random, DIMENSION));
          if (id < 1100) {
            document.add(field("codes", ElementType.F64, random, 16));
          }
          if (id % 3 == 1) {
            document.add(field("sparse", ElementType.F8, random, 3));
          }
          writer.addDocument(document);
        }
        float[] infinite = {Float.POSITIVE_INFINITY};
        assertThrows(
            IllegalArgumentException.class,
            () ->
                writer.addDocument(
                    TestIndex.document(
                        -1,
                        TestVectors.field(
                            "empty",
                            ElementType.F32,
                            infinite,
                            VectorSimilarityFunction.EUCLIDEAN))));
        writer.commit();
      }
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertTrue(TestIndex.readers(reader, "buckets").getFirst().hasBuckets("buckets"));
      assertTrue(TestIndex.readers(reader, "codes").getFirst().hasCodes("codes"));
      assertTrue(TestIndex.readers(reader, "codes").getLast().hasCodes("codes"));
    }
    return new DamagedIndex(directory);
  }

  /** One segment of one field, so many documents that their structure has several blocks. */
  static DamagedIndex ofManyDocuments(Directory directory) throws IOException {
    var config = TestVectors.config("sparse", ElementType.BYTE).withCodes(false).withLsh(false);
    try (var writer = new TestIndex(directory, uncompounded(config)).writer()) {
      TestVectors random = new TestVectors(14);
      for (int id = 0; id < 140_000; id++) {
        if (id % 20 == 0 || id / 30_000 == 2) {
          writer.addDocument(TestIndex.document(id, field("sparse", ElementType.BYTE, random, 2)));
        } else {
          writer.addDocument(TestIndex.document(id));
        }
      }
    }
    return new DamagedIndex(directory);
  }

  private static IndexWriterConfig uncompounded(NSeekVectorsConfig config) {
    return TestIndex.writerConfig(new NSeekCodec(config))
        .setUseCompoundFile(false)
        .setRAMBufferSizeMB(256);
  }

  private static Field field(String name, ElementType type, TestVectors random, int dimension) {
    Object vector = random.decaying(type, dimension);
    return TestVectors.field(name, type, vector, VectorSimilarityFunction.EUCLIDEAN);
  }

  /** Our files of the segments, by name. */
  Map<String, byte[]> files() {
    return files;
  }

  /** Where in a file of ours the footer begins. */
  static int footer(byte[] bytes) {
    return bytes.length - CodecUtil.footerLength();
  }

  /**
   * Damages a file, with a checksum that is right, and checks that this gives the answer there was,
   * or an exception that names a file of ours.
   *
   * @return whether it gave an exception
   */
  boolean isRefusedOrHarmless(String file, byte[] damaged, String what) throws IOException {
    return refused(
        file,
        damaged,
        true,
        what,
        reader -> assertTrue(answer(reader).equals(answer), () -> what + " gives another answer"));
  }

  /**
   * Damages a file, with a checksum that is right, and checks that this gives some answer, or an
   * exception that names a file of ours: what vectors are of, a file alone cannot tell.
   *
   * @return whether it gave an exception
   */
  boolean isRefusedOrAnswers(String file, byte[] damaged, String what) throws IOException {
    return refused(file, damaged, true, what, DamagedIndex::answer);
  }

  /**
   * Replaces a file as it is, and checks that this gives some answer or an exception that names a
   * file of ours, and that whoever checks integrity gets the exception.
   */
  void assertNoticed(String file, byte[] damaged, String what) throws IOException {
    refused(file, damaged, false, what, DamagedIndex::answer);
    boolean isNoticed =
        refused(
            file,
            damaged,
            false,
            what,
            reader -> {
              for (LeafReaderContext leaf : reader.leaves()) {
                leaf.reader().checkIntegrity();
              }
            });
    assertTrue(isNoticed, () -> what + " is not noticed");
  }

  private boolean refused(String file, byte[] damaged, boolean isMended, String what, Use use)
      throws IOException {
    write(file, damaged, isMended);
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      use.of(reader);
      return false;
    } catch (CorruptIndexException | IndexFormatTooNewException | IndexFormatTooOldException e) {
      String segment = file.substring(0, file.lastIndexOf('.'));
      assertTrue(e.getMessage().contains(segment + ".ve"), () -> what + ": " + e);
      return true;
    } catch (IOException | RuntimeException | Error e) {
      throw new AssertionError(what, e);
    } finally {
      write(file, files.get(file), false);
    }
  }

  private void write(String file, byte[] bytes, boolean isMended) throws IOException {
    directory.deleteFile(file);
    try (IndexOutput out = directory.createOutput(file, IOContext.DEFAULT)) {
      out.writeBytes(bytes, isMended ? footer(bytes) : bytes.length);
      if (isMended) {
        CodecUtil.writeFooter(out);
      }
    }
  }

  private List<Object> answer() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return answer(reader);
    }
  }

  /** What can be read of all fields, and what searches of all kinds find. */
  private static List<Object> answer(DirectoryReader reader) throws IOException {
    List<Object> answer = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      for (FieldInfo field : leaf.reader().getFieldInfos()) {
        if (field.hasVectorValues()) {
          answer.add(field.name);
          answer(leaf.reader(), field, answer);
        }
      }
    }
    return answer;
  }

  private static void answer(LeafReader leaf, FieldInfo field, List<Object> answer)
      throws IOException {
    boolean isFloat = field.getVectorEncoding() == VectorEncoding.FLOAT32;
    KnnVectorValues values =
        isFloat ? leaf.getFloatVectorValues(field.name) : leaf.getByteVectorValues(field.name);
    answer.add(values.size());
    int hash = 1;
    var docs = values.iterator();
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      hash = 31 * hash + doc;
      hash = 31 * hash + hash(values, docs.index());
    }
    answer.add(hash);
    Random random = new Random(leaf.maxDoc());
    double[] drawn = new double[elements(field)];
    Arrays.setAll(drawn, i -> random.nextGaussian() * Math.pow(0.6, i));
    Object target = TestVectors.cast(ElementType.fromLabel(label(field)), drawn);
    for (int oneOf : new int[] {1, 50}) {
      for (SearchCodes codes :
          List.of(SearchCodes.scan(), SearchCodes.certified(K), SearchCodes.lsh(K, 0.9))) {
        Hits found = new Hits(leaf, codes);
        found.search(leaf, field.name, target, accepted(leaf, oneOf));
        answer.add(found.hits);
      }
    }
    var stock = new TopKnnCollector(K, Integer.MAX_VALUE);
    search(leaf, field.name, target, stock, accepted(leaf, 1));
    answer.add(Arrays.toString(stock.topDocs().scoreDocs));
    answer.add(String.valueOf(reader(leaf, field.name).lshStatistics(field.name)));
  }

  private static String label(FieldInfo field) {
    return field.getAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE);
  }

  private static int elements(FieldInfo field) {
    int dimension = field.getVectorDimension();
    return label(field).equals(ElementType.F64.label()) ? dimension / Double.BYTES : dimension;
  }

  private static NSeekVectorsReader reader(LeafReader leaf, String field) {
    return (NSeekVectorsReader) TestIndex.vectorsReader(leaf, field);
  }

  private static int hash(KnnVectorValues values, int ord) throws IOException {
    return values instanceof FloatVectorValues floats
        ? Arrays.hashCode(floats.vectorValue(ord))
        : Arrays.hashCode(((ByteVectorValues) values).vectorValue(ord));
  }

  private static AcceptDocs accepted(LeafReader leaf, int oneOf) {
    if (oneOf == 1) {
      return AcceptDocs.fromLiveDocs(null, leaf.maxDoc());
    }
    FixedBitSet some = new FixedBitSet(leaf.maxDoc());
    for (int doc = 0; doc < leaf.maxDoc(); doc += oneOf) {
      some.set(doc);
    }
    return AcceptDocs.fromLiveDocs(some.asReadOnlyBits(), leaf.maxDoc());
  }

  private static void search(
      LeafReader leaf, String field, Object target, KnnCollector collector, AcceptDocs accepted)
      throws IOException {
    if (target instanceof float[] floats) {
      leaf.searchNearestVectors(field, floats, collector, accepted);
    } else {
      leaf.searchNearestVectors(field, (byte[]) target, collector, accepted);
    }
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }

  /** The k best documents, each offered once. */
  private static final class Hits extends RawCollector {
    private final FixedBitSet seen;
    private List<BestHits.Hit> hits = new ArrayList<>();

    Hits(LeafReader leaf, SearchCodes codes) {
      super(0, leaf.maxDoc(), codes);
      this.seen = new FixedBitSet(leaf.maxDoc());
    }

    void search(LeafReader leaf, String field, Object target, AcceptDocs accepted)
        throws IOException {
      DamagedIndex.search(leaf, field, target, this, accepted);
    }

    @Override
    protected double minKey() {
      return hits.size() < K ? Double.NEGATIVE_INFINITY : hits.getLast().raw();
    }

    @Override
    public double[] bestRaws() {
      return hits.stream().mapToDouble(BestHits.Hit::raw).toArray();
    }

    @Override
    public void collectRaws(int[] docs, int from, double[] raws, int count) {
      for (int i = 0; i < count; i++) {
        collect(docs[from + i], raws[i]);
      }
    }

    private void collect(int doc, double raw) {
      assertTrue(!seen.getAndSet(doc), () -> "document " + doc + " comes twice");
      hits.add(new BestHits.Hit(doc, raw));
      hits.sort(
          Comparator.comparingDouble(BestHits.Hit::raw)
              .reversed()
              .thenComparingInt(BestHits.Hit::doc));
      hits = new ArrayList<>(hits.subList(0, Math.min(K, hits.size())));
    }
  }
}
