package org.nseekfs.search.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.SampleIndex;
import org.nseekfs.search.SampleVectors;
import org.nseekfs.search.audit.AuditRecord;
import org.nseekfs.search.audit.AuditReplay;
import org.nseekfs.search.certificate.Certificate;

/** Nothing is said of a search where a single bit of its index is not what was written. */
class SummedFilesTest {

  private static final SampleVectors VECTORS =
      new SampleVectors(ElementType.F32, VectorSimilarityFunction.EUCLIDEAN, 16);
  private static final Query USUAL = SampleIndex.tagged("usual");

  private SampleIndex index;
  private ExactKnnVectorQuery query;
  private AuditRecord record;

  /** A segment with codes, one in another format, one in a compound file, and deletes. */
  @BeforeEach
  void search() throws IOException {
    index =
        new SampleIndex(
            VECTORS, new ByteBuffersDirectory(), config -> config.setUseCompoundFile(false));
    add(1100);
    index.reopen(config -> config.setUseCompoundFile(false).setCodec(Codec.getDefault()));
    add(30);
    index.reopen(config -> config.setUseCompoundFile(true));
    add(30);
    index.delete(4).commit();
    query = index.query(index.target(), 3, USUAL);
    IndexSearcher searcher = index.searcher();
    record = AuditRecord.of(searcher, query, query.search(searcher));
  }

  private void add(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      index.add(index.target(), i % 3 == 0 ? "rare" : "usual");
    }
    index.commit();
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private Directory damaged(String file) throws IOException {
    Directory copy = new ByteBuffersDirectory();
    for (String name : index.directory().listAll()) {
      if (!name.equals("write.lock") && !name.equals(file)) {
        copy.copyFrom(index.directory(), name, name, IOContext.DEFAULT);
      }
    }
    try (IndexInput in = index.directory().openInput(file, IOContext.DEFAULT);
        IndexOutput out = copy.createOutput(file, IOContext.DEFAULT)) {
      byte[] bytes = new byte[(int) in.length()];
      in.readBytes(bytes, 0, bytes.length);
      bytes[bytes.length / 2] ^= 1;
      out.writeBytes(bytes, bytes.length);
    }
    return copy;
  }

  /** What is done with an index that may be damaged. */
  @FunctionalInterface
  private interface Use {
    void of(IndexSearcher searcher) throws IOException;
  }

  private static void assertRefused(Directory directory, String file, Use use) {
    CorruptIndexException refused =
        assertThrows(
            CorruptIndexException.class,
            () -> {
              try (DirectoryReader reader = DirectoryReader.open(directory)) {
                use.of(SampleIndex.uncached(reader, null));
              }
            },
            file);
    assertTrue(refused.getMessage().contains(file), refused.toString());
  }

  @Test
  void aFlippedBitOfAnyFileIsToldByName() throws IOException {
    Set<String> extensions = new HashSet<>();
    for (String file : index.directory().listAll()) {
      if (file.startsWith("_")) {
        extensions.add(IndexFileNames.getExtension(file));
        try (Directory directory = damaged(file)) {
          Certificate certificate = record.proof().certificate();
          assertRefused(
              directory, file, searcher -> CertificateChecker.check(searcher, query, certificate));
          assertRefused(directory, file, searcher -> AuditReplay.replay(searcher, query, record));
          // Even if it was searched as it is.
          assertRefused(
              directory, file, searcher -> AuditRecord.of(searcher, query, query.search(searcher)));
        }
      }
    }
    List<String> ofInterest =
        List.of("vem", "vec", "veq", "veb", "vex", "cfs", "liv", "vemf", "tim", "doc", "si", "fnm");
    assertTrue(extensions.containsAll(ofInterest), extensions::toString);
  }

  @Test
  void theRecordHasTheChecksumOfEveryFile() throws IOException {
    Set<String> named = new HashSet<>();
    record.commit().segments().forEach(segment -> named.addAll(segment.checksums().keySet()));
    Set<String> files = new HashSet<>(Arrays.asList(index.directory().listAll()));
    files.removeIf(file -> !file.startsWith("_"));
    assertEquals(files, named);
  }

  @Test
  void filesOfAReaderAreSummedOnceForManyCertificates() throws IOException {
    AtomicInteger summed = new AtomicInteger();
    try (DirectoryReader reader =
        new CountingReader(DirectoryReader.open(index.directory()), summed)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      Certificate certificate = record.proof().certificate();
      SummedFiles files = new SummedFiles();
      for (int i = 0; i < 3; i++) {
        CertificateChecker.check(searcher, query, certificate, files);
      }
      assertEquals(3, summed.get());
      AuditReplay.replay(searcher, query, record, files);
      assertEquals(3, summed.get());
      AuditReplay.replay(searcher, query, record);
      assertEquals(6, summed.get());
    }
  }

  /** Counts sums of segments. */
  private static final class CountingReader extends FilterDirectoryReader {
    private final AtomicInteger summed;

    CountingReader(DirectoryReader in, AtomicInteger summed) throws IOException {
      super(
          in,
          new SubReaderWrapper() {
            @Override
            public LeafReader wrap(LeafReader leaf) {
              return new FilterLeafReader(leaf) {
                @Override
                public void checkIntegrity() throws IOException {
                  summed.incrementAndGet();
                  super.checkIntegrity();
                }

                @Override
                public CacheHelper getCoreCacheHelper() {
                  return in.getCoreCacheHelper();
                }

                @Override
                public CacheHelper getReaderCacheHelper() {
                  return in.getReaderCacheHelper();
                }
              };
            }
          });
      this.summed = summed;
    }

    @Override
    protected DirectoryReader doWrapDirectoryReader(DirectoryReader in) throws IOException {
      return new CountingReader(in, summed);
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return in.getReaderCacheHelper();
    }
  }
}
