package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.index.SortingCodecReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.ElementType;

/** Every vector comes out of merges as it went in, bit for bit. */
class MergeTest {

  private static final VectorSimilarityFunction FUNCTION = VectorSimilarityFunction.COSINE;

  private static final Sort BY_ID = new Sort(new SortField("id", SortField.Type.LONG, true));

  /** Vectors by id, as stored by a first segment: {@link Arrays} of bits compare them. */
  private static Map<Integer, String> bits(Map<Integer, Object> vectors) {
    Map<Integer, String> bits = new TreeMap<>();
    vectors.forEach(
        (id, vector) ->
            bits.put(
                id,
                vector instanceof float[] floats
                    ? Arrays.toString(floats)
                    : Arrays.toString((byte[]) vector)));
    return bits;
  }

  private static NSeekVectorsConfig config(ElementType type) {
    return TestVectors.config("a", type).withElementType("b", type);
  }

  /** Segments of sparse documents of two fields, with updates and deletes. */
  private static void fill(TestIndex index, ElementType type, int firstId) throws IOException {
    TestVectors vectors = new TestVectors(firstId);
    for (int i = 0; i < 200; i++) {
      int id = firstId + i;
      var a = TestVectors.field("a", type, vectors.vector(type, 17), FUNCTION);
      var b = TestVectors.field("b", type, vectors.vector(type, 5), FUNCTION);
      switch (i % 7) {
        case 0 -> index.add(id);
        case 1, 2 -> index.add(id, a);
        case 3 -> index.add(id, b);
        default -> index.add(id, a, b);
      }
      if (i % 11 == 5) {
        index.update(id - 3, a);
      }
      if (i % 13 == 5) {
        index.delete(id - 4);
      }
      if (i % 50 == 49) {
        index.commit();
      }
    }
  }

  private static IndexWriterConfig sorted(Codec codec) {
    return TestIndex.writerConfig(codec).setIndexSort(BY_ID);
  }

  @ParameterizedTest
  @EnumSource
  void sparseFieldsWithUpdatesAndDeletesSurviveRepeatedMerges(ElementType type) throws IOException {
    for (boolean compound : new boolean[] {false, true}) {
      var writerConfig = TestIndex.writerConfig(new NSeekCodec(config(type)));
      writerConfig.setUseCompoundFile(compound);
      writerConfig.getMergePolicy().setNoCFSRatio(compound ? 1 : 0);
      try (TestIndex index = new TestIndex(new ByteBuffersDirectory(), writerConfig)) {
        fill(index, type, 0);
        Map<Integer, String> a = bits(index.vectors("a"));
        Map<Integer, String> b = bits(index.vectors("b"));
        assertTrue(a.size() > 100 && b.size() > 90);
        index.merge();
        assertEquals(a, bits(index.vectors("a")));
        fill(index, type, 1000);
        index.merge();
        Map<Integer, String> merged = bits(index.vectors("a"));
        assertTrue(merged.size() > a.size());
        merged.keySet().retainAll(a.keySet());
        assertEquals(a, merged);
        Map<Integer, String> mergedB = bits(index.vectors("b"));
        mergedB.keySet().retainAll(b.keySet());
        assertEquals(b, mergedB);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anIndexSortReordersRowsAtFlushAndMerge(ElementType type) throws IOException {
    Map<Integer, String> unsorted;
    try (TestIndex index = new TestIndex(config(type))) {
      fill(index, type, 0);
      unsorted = bits(index.vectors("a"));
    }
    try (TestIndex index =
        new TestIndex(new ByteBuffersDirectory(), sorted(new NSeekCodec(config(type))))) {
      fill(index, type, 0);
      assertEquals(unsorted, bits(index.vectors("a")));
      index.merge();
      assertEquals(unsorted, bits(index.vectors("a")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void addedIndexesKeepEveryBit(ElementType type) throws IOException {
    Directory source = new ByteBuffersDirectory();
    try (TestIndex from = new TestIndex(source, new NSeekCodec(config(type)))) {
      fill(from, type, 0);
      from.commit();
      Map<Integer, String> expected = bits(from.vectors("a"));
      try (TestIndex copied = new TestIndex(config(type))) {
        try (DirectoryReader unlocked = from.open()) {
          Directory closed = closedCopy(source);
          copied.writer().addIndexes(closed);
          assertEquals(expected, bits(copied.vectors("a")));
          copied.merge();
          assertEquals(expected, bits(copied.vectors("a")));
          assertEquals(type, typeOf(copied));
          copied.writer().deleteAll();
          for (LeafReaderContext leaf : unlocked.leaves()) {
            copied.writer().addIndexes((CodecReader) leaf.reader());
          }
          assertEquals(expected, bits(copied.vectors("a")));
          assertEquals(expected, addedSorted(unlocked, type, false));
          assertEquals(expected, addedSorted(unlocked, type, true));
        }
      }
    }
  }

  private static Directory closedCopy(Directory source) throws IOException {
    Directory copy = new ByteBuffersDirectory();
    for (String file : source.listAll()) {
      if (!file.equals("write.lock")) {
        copy.copyFrom(source, file, file, org.apache.lucene.store.IOContext.DEFAULT);
      }
    }
    return copy;
  }

  private static Map<Integer, String> addedSorted(
      DirectoryReader from, ElementType type, boolean slowly) throws IOException {
    try (TestIndex index =
        new TestIndex(new ByteBuffersDirectory(), sorted(new NSeekCodec(config(type))))) {
      for (LeafReaderContext leaf : from.leaves()) {
        LeafReader reader = leaf.reader();
        CodecReader added = SlowCodecReaderWrapper.wrap(slowly ? new Slow(reader) : reader);
        index.writer().addIndexes(SortingCodecReader.wrap(added, BY_ID));
      }
      index.merge();
      assertEquals(type, typeOf(index));
      return bits(index.vectors("a"));
    }
  }

  /** A reader that no codec can look behind. */
  private static final class Slow extends FilterLeafReader {
    Slow(LeafReader in) {
      super(in);
    }

    @Override
    public CacheHelper getCoreCacheHelper() {
      return null;
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return null;
    }
  }

  private static ElementType typeOf(TestIndex index) throws IOException {
    try (DirectoryReader reader = index.open()) {
      List<ElementType> types =
          TestIndex.readers(reader, "a").stream().map(r -> r.elementType("a")).distinct().toList();
      assertEquals(1, types.size());
      return types.getFirst();
    }
  }

  private static String formatOf(TestIndex index) throws IOException {
    try (DirectoryReader reader = index.open()) {
      return reader
          .leaves()
          .getFirst()
          .reader()
          .getFieldInfos()
          .fieldInfo("a")
          .getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAWriterWithoutOurCodecMergedIsRestoredBitForBit(ElementType type) throws IOException {
    try (TestIndex index = new TestIndex(config(type))) {
      fill(index, type, 0);
      Map<Integer, String> expected = bits(index.vectors("a"));
      index.reopen(Codec.getDefault());
      index.merge();
      assertFalse(formatOf(index).equals("NSeek1"));
      assertEquals(expected, bits(index.vectors("a")));

      index.reopen(new NSeekCodec(config(type)));
      index.add(-1);
      index.merge();
      assertEquals("NSeek1", formatOf(index));
      assertEquals(type, typeOf(index));
      assertEquals(expected, bits(index.vectors("a")));
    }
  }

  @Test
  void aFieldWhoseVectorsAreAllDeletedIsEmptyButThere() throws IOException {
    for (ElementType type : ElementType.values()) {
      try (TestIndex index = new TestIndex(config(type))) {
        fill(index, type, 0);
        for (int id : index.vectors("a").keySet()) {
          index.delete(id);
        }
        index.merge();
        assertEquals(Map.of(), index.vectors("a"));
        assertEquals(type, typeOf(index));
        fill(index, type, 1000);
        index.merge();
        assertEquals(type, typeOf(index));
        assertTrue(index.vectors("a").size() > 100);
      }
    }
  }

  @Test
  void theSystemKnowsWhileRowsAndCodesAreCopiedThatTheyAreReadInOrder() throws IOException {
    HintedDirectory directory = new HintedDirectory();
    NSeekCodec codec = new NSeekCodec(TestVectors.config("v", ElementType.F32));
    var writerConfig = TestIndex.writerConfig(codec).setUseCompoundFile(false);
    try (TestIndex index = new TestIndex(directory, writerConfig)) {
      TestVectors vectors = new TestVectors(7);
      for (int id = 0; id < 3000; id++) {
        Object vector = vectors.decaying(ElementType.F32, 12);
        index.add(id, TestVectors.field("v", ElementType.F32, vector, FUNCTION));
        if (id == 1500) {
          index.commit();
        }
      }
      try (DirectoryReader reader = index.open()) {
        assertEquals(2, reader.leaves().size());
        index.merge();
        assertTrue(directory.readInOrder.contains("vec"), "rows");
        assertTrue(directory.readInOrder.contains("veq"), "codes");
        assertEquals(Set.of(), directory.inOrder, "after the merge");
      }
    }
  }

  /** Knows which files are said to be read in order, and which of them are read then. */
  private static final class HintedDirectory extends FilterDirectory {
    private final Set<String> inOrder = ConcurrentHashMap.newKeySet();
    private final Set<String> readInOrder = ConcurrentHashMap.newKeySet();

    HintedDirectory() {
      super(new ByteBuffersDirectory());
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
      return new Hinted(super.openInput(name, context), name);
    }

    private final class Hinted extends FilterIndexInput {
      private final String name;

      Hinted(IndexInput in, String name) {
        super(name, in);
        this.name = name;
      }

      @Override
      public void updateIOContext(IOContext context) {
        if (context.hints().contains(DataAccessHint.SEQUENTIAL)) {
          inOrder.add(name);
        } else {
          inOrder.remove(name);
        }
      }

      @Override
      public IndexInput slice(String description, long offset, long length) throws IOException {
        return new Hinted(super.slice(description, offset, length), name);
      }

      @Override
      public Hinted clone() {
        return new Hinted(in.clone(), name);
      }

      @Override
      public void readBytes(byte[] bytes, int offset, int length) throws IOException {
        if (inOrder.contains(name)) {
          readInOrder.add(IndexFileNames.getExtension(name));
        }
        super.readBytes(bytes, offset, length);
      }
    }
  }
}
