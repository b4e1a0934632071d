package org.nseekfs.search.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.join.QueryBitSetProducer;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactDiversifyingChildrenVectorQuery;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactRadiusVectorQuery;
import org.nseekfs.search.ExactVectorQuery;
import org.nseekfs.search.SampleIndex;
import org.nseekfs.search.SampleVectors;

class AuditRecordTest {

  private static final SampleVectors VECTORS =
      new SampleVectors(ElementType.F32, VectorSimilarityFunction.COSINE, 4);

  private static AuditRecord audit(IndexReader reader, ExactVectorQuery query) throws Exception {
    IndexSearcher searcher = new IndexSearcher(reader);
    return AuditRecord.of(searcher, query, query.search(searcher));
  }

  @Test
  void itSaysWhatWasSearchedAndOnWhat() throws Exception {
    try (SampleIndex index =
        new SampleIndex(
            VECTORS, new ByteBuffersDirectory(), config -> config.setUseCompoundFile(false))) {
      IndexSearcher searcher = index.add(20).commit().add(10).delete(3).searcher();
      ExactKnnVectorQuery query = index.query(new float[] {1, -2, 0, -0f}, 3);
      DirectoryReader reader = (DirectoryReader) searcher.getIndexReader();
      AuditRecord record = audit(reader, query);

      assertEquals(Version.LATEST.toString(), record.software().lucene());
      assertTrue(record.software().nseekfs().matches("\\d.*"), record.software().nseekfs());
      assertEquals(reader.getIndexCommit().getGeneration(), record.commit().generation());
      assertEquals(ElementType.F32, record.target().type());
      assertEquals("3f800000c00000000000000080000000", record.target().bits());
      assertEquals(query, record.query(null));
      assertEquals(DecisionMargin.of(searcher, query), record.proof().decisionMargin());
      assertEquals(
          query.search(searcher).certificate().orElseThrow(), record.proof().certificate());
      AuditedSegment first = record.commit().segments().getFirst();
      assertEquals("_0", first.name());
      assertEquals(20, first.documents());
      assertEquals(1, first.deleted());
      assertTrue(first.checksums().keySet().stream().anyMatch(file -> file.endsWith(".liv")));
      for (AuditedSegment segment : record.commit().segments()) {
        assertChecksums(index.directory(), segment);
      }
    }
  }

  private static void assertChecksums(Directory directory, AuditedSegment segment)
      throws Exception {
    assertTrue(segment.checksums().keySet().stream().anyMatch(file -> file.endsWith(".vec")));
    for (String file : segment.checksums().keySet()) {
      try (IndexInput input = directory.openInput(file, IOContext.DEFAULT)) {
        assertEquals(
            String.format(Locale.ROOT, "%016x", CodecUtil.retrieveChecksum(input)),
            segment.checksums().get(file));
      }
    }
  }

  @Test
  void ofACompoundSegmentEveryFileHasAChecksum() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      IndexReader reader = index.add(9).searcher().getIndexReader();
      AuditRecord record = audit(reader, index.query(index.target(), 2));
      assertEquals(
          List.of("_0.cfe", "_0.cfs", "_0.si"),
          List.copyOf(record.commit().segments().get(0).checksums().keySet()));
    }
  }

  @Test
  void aRadiusHasNoDecisionMargin() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      ExactRadiusVectorQuery query = index.radiusQuery(index.target(), -.5, null);
      AuditRecord record = audit(index.add(9).searcher().getIndexReader(), query);
      assertNull(record.proof().decisionMargin());
      assertEquals(query, record.query(null));
      assertEquals(record.digest(), record.computeDigest());
    }
  }

  @Test
  void partialResultsAreRefused() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      IndexSearcher searcher = index.add(9).searcher();
      ExactKnnVectorQuery query = index.query(index.target(), 3);
      searcher.setTimeout(() -> true);
      CertifiedTopDocs partial = query.search(searcher);
      assertRefused("a partial result cannot be audited", searcher, query, partial);
      searcher.setTimeout(null);
      CertifiedTopDocs whole = query.search(searcher);
      searcher.setTimeout(() -> true);
      assertThrows(IllegalStateException.class, () -> AuditRecord.of(searcher, query, whole));
    }
  }

  @Test
  void searchesForChildrenAreRefused() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      IndexSearcher searcher = index.add(9).searcher();
      var parents = new QueryBitSetProducer(new TermQuery(new Term("id", "8")));
      var query =
          new ExactDiversifyingChildrenVectorQuery(
              SampleIndex.FIELD, (float[]) index.target(), 1, null, parents);
      assertRefused("a record cannot say which", searcher, query, query.search(searcher));
    }
  }

  private static void assertRefused(
      String message, IndexSearcher searcher, ExactVectorQuery query, CertifiedTopDocs topDocs) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> AuditRecord.of(searcher, query, topDocs));
    assertTrue(refusal.getMessage().startsWith(message), refusal.getMessage());
  }

  @Test
  void anotherQuerysResultIsRefused() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      IndexSearcher searcher = index.add(9).searcher();
      ExactKnnVectorQuery query = index.query(index.target(), 3);
      assertRefused(
          "the result must be the query's", searcher, query, query.withK(4).search(searcher));
    }
  }

  @Test
  void whatNoCommitHoldsIsRefused() throws Exception {
    try (Directory directory = new ByteBuffersDirectory();
        IndexWriter writer =
            new IndexWriter(
                directory,
                new IndexWriterConfig()
                    .setCodec(new NSeekCodec())
                    .setMergePolicy(NoMergePolicy.INSTANCE))) {
      ExactKnnVectorQuery query = new ExactKnnVectorQuery("emb", new float[] {1, 0}, 1);
      writer.addDocument(document());
      assertUncommitted(writer, query);
      writer.commit();
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        assertEquals(1, audit(reader, query).commit().segments().size());
      }
      writer.addDocument(document());
      assertUncommitted(writer, query);
      writer.commit();
      writer.deleteDocuments(new Term("id", "1"));
      assertUncommitted(writer, query);
    }
  }

  private static Document document() {
    Document document = new Document();
    document.add(new StringField("id", "1", Field.Store.NO));
    document.add(new KnnFloatVectorField("emb", new float[] {1, 2}));
    return document;
  }

  private static void assertUncommitted(IndexWriter writer, ExactVectorQuery query)
      throws Exception {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      assertRefused(
          "a reader of a commit is needed to audit a search, got one of uncommitted changes",
          searcher,
          query,
          query.search(searcher));
    }
  }

  @Test
  void severalIndexesAreRefused() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS);
        MultiReader both = new MultiReader(index.add(5).searcher().getIndexReader())) {
      IndexSearcher searcher = new IndexSearcher(both);
      ExactKnnVectorQuery query = index.query(index.target(), 1);
      assertRefused("a reader of one index is needed", searcher, query, query.search(searcher));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 3f80, must be of type f32",
    "F32, 3f8000, must have 8 digits",
    "F64, 3ff00000, must have 16 digits",
    "F32, 3f80000g, digit",
    "F32, 7f800000, must be finite",
    "BYTE, '', at least 1 element",
  })
  void bitsOfNoTargetAreRefused(ElementType type, String bits, String message) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> new AuditedTarget(type, bits).toTarget());
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64", "BYTE"})
  void targetsKeepTheirBits(String type) {
    SampleVectors vectors =
        new SampleVectors(ElementType.valueOf(type), VectorSimilarityFunction.COSINE, 5);
    QueryVector target =
        vectors.query("vector", vectors.next(SampleVectors.random()), 1, null).getTarget();
    AuditedTarget audited = AuditedTarget.of(target);
    assertEquals(target, audited.toTarget());
    assertEquals(audited, AuditedTarget.of(audited.toTarget()));
  }
}
