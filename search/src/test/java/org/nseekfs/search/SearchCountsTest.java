package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.ElementType;

/** What a search says it has read is what an input that counts has seen it read. */
class SearchCountsTest {
  private static final int DOCUMENTS = 3000;
  private static final int SECOND_SEGMENT = 1701;

  private static SampleVectors of(ElementType type) {
    return new SampleVectors(type, VectorSimilarityFunction.COSINE, 24);
  }

  /** Two segments; a vector in every document, or in two of three. */
  private static SampleIndex index(Directory directory, ElementType type, boolean sparse)
      throws IOException {
    SampleVectors vectors = of(type);
    SampleIndex index =
        new SampleIndex(vectors, directory, config -> config.setUseCompoundFile(false));
    Random random = SampleVectors.random();
    for (int id = 0; id < DOCUMENTS; id++) {
      Object vector = vectors.next(random);
      index.add(sparse && id % 3 == 1 ? null : vector, id % 50 == 0 ? "rare" : "usual");
      if (id + 1 == SECOND_SEGMENT) {
        index.commit();
      }
    }
    return index.delete(0).delete(5).delete(1750);
  }

  /** Bytes read of rows; those of a file start where the bytes of its first row are. */
  private static long rowBytesRead(CountingDirectory directory, SampleIndex index)
      throws IOException {
    long bytes = 0;
    for (String file : directory.listAll()) {
      if (file.endsWith(CountingDirectory.VECTORS)) {
        int first = file.startsWith("_0_") ? 0 : SECOND_SEGMENT;
        long start = find(directory, file, index.row(first));
        long length = index.rowBytes(first, first == 0 ? SECOND_SEGMENT : DOCUMENTS);
        bytes += directory.bytesRead(file, start, start + length);
      }
    }
    return bytes;
  }

  private static long find(CountingDirectory directory, String file, byte[] row)
      throws IOException {
    try (IndexInput input = directory.getDelegate().openInput(file, IOContext.DEFAULT)) {
      byte[] bytes = new byte[(int) input.length()];
      input.readBytes(bytes, 0, bytes.length);
      // One byte a character, so that String's search finds bytes.
      int found =
          new String(bytes, StandardCharsets.ISO_8859_1)
              .indexOf(new String(row, StandardCharsets.ISO_8859_1));
      assertNotEquals(-1, found);
      return found;
    }
  }

  private static void assertCounts(ElementType type, boolean sparse, String tag) throws Exception {
    CountingDirectory directory = new CountingDirectory(new ByteBuffersDirectory());
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        SampleIndex index = index(directory, type, sparse)) {
      IndexSearcher searcher = index.searcher(threads);
      Query filter = tag == null ? null : SampleIndex.tagged(tag);
      directory.forget();
      Object target = index.target();
      CertifiedTopDocs topDocs = index.query(target, 10, filter).scan(searcher);
      long bytesRead = rowBytesRead(directory, index);
      int accepted = index.nearest(index.target(), DOCUMENTS, tag).size();
      assertEquals(accepted, topDocs.documentsScored());
      assertEquals(accepted, topDocs.totalHits.value());
      assertEquals(bytesRead, topDocs.bytesRead());
      assertEquals((long) accepted * type.rowBytes(24), topDocs.bytesRead());
      directory.forget();
      CertifiedTopDocs certified = index.query(target, 10, filter).search(searcher);
      long certifiedRowBytes = rowBytesRead(directory, index);
      assertEquals(accepted, certified.totalHits.value());
      assertEquals(certified.documentsScored() * type.rowBytes(24), certifiedRowBytes);
      assertTrue(certified.bytesRead() >= certifiedRowBytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsOfAScanAreTrue(ElementType type) throws Exception {
    assertCounts(type, false, null);
    assertCounts(type, true, null);
  }

  @ParameterizedTest
  @EnumSource
  void countsOfAFilteredScanAreTrue(ElementType type) throws Exception {
    assertCounts(type, false, "usual");
    assertCounts(type, false, "rare");
    assertCounts(type, true, "usual");
    assertCounts(type, true, "rare");
  }

  @ParameterizedTest
  @EnumSource
  void mappedFilesAreCountedAlike(ElementType type, @TempDir Path folder) throws Exception {
    try (SampleIndex index = index(new MMapDirectory(folder), type, true).commit()) {
      Object target = index.target();
      ExactKnnVectorQuery query = index.query(target, 10, SampleIndex.tagged("usual"));
      IndexSearcher mapped = index.searcher();
      try (CountingDirectory copied = new CountingDirectory(new MMapDirectory(folder));
          DirectoryReader reader = DirectoryReader.open(copied)) {
        CertifiedTopDocs expected = query.scan(SampleIndex.uncached(reader, null));
        CertifiedTopDocs topDocs = query.scan(mapped);
        assertEquals(expected.documentsScored(), topDocs.documentsScored());
        assertEquals(expected.bytesRead(), topDocs.bytesRead());
        assertEquals(rowBytesRead(copied, index), topDocs.bytesRead());
        assertEquals(SampleIndex.found(mapped, expected), SampleIndex.found(mapped, topDocs));
      }
    }
  }
}
