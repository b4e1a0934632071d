package org.nseekfs.search.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactSearchTest;
import org.nseekfs.search.ExactVectorQuery;
import org.nseekfs.search.SampleIndex;
import org.nseekfs.search.SampleVectors;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.verify.Discrepancy;
import org.nseekfs.search.verify.Discrepancy.Kind;

/** Audit records are replayed without a difference on copies, and with every one on all else. */
class AuditReplayTest {

  private static final int K = 5;
  private static final SampleVectors VECTORS =
      new SampleVectors(ElementType.F32, VectorSimilarityFunction.EUCLIDEAN, 8);
  private static final Query USUAL = SampleIndex.tagged("usual");

  private SampleIndex index;
  private ExactKnnVectorQuery query;
  private AuditRecord record;

  @BeforeEach
  void audit() throws Exception {
    index = filled(VECTORS);
    query = index.query(index.target(), K, USUAL);
    record = audit(index.searcher(), query);
  }

  @AfterEach
  void close() throws Exception {
    index.close();
  }

  private static SampleIndex filled(SampleVectors vectors) throws Exception {
    SampleIndex index =
        new SampleIndex(
            vectors, new ByteBuffersDirectory(), config -> config.setUseCompoundFile(false));
    for (int id = 0; id < 60; id++) {
      index.add(index.target(), id % 3 == 0 ? "rare" : "usual");
      if (id == 25) {
        index.commit();
      }
    }
    return index.delete(4).commit();
  }

  private static AuditRecord audit(IndexSearcher searcher, ExactVectorQuery query)
      throws Exception {
    return AuditRecord.of(searcher, query, query.search(searcher));
  }

  private static Directory copy(Directory directory) throws Exception {
    Directory copy = new ByteBuffersDirectory();
    for (String file : directory.listAll()) {
      if (!file.equals("write.lock")) {
        copy.copyFrom(directory, file, file, IOContext.DEFAULT);
      }
    }
    return copy;
  }

  private static List<Discrepancy> replay(
      Directory directory, ExactVectorQuery query, AuditRecord record) throws Exception {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return AuditReplay.replay(SampleIndex.uncached(reader, null), query, record);
    }
  }

  private static Set<Kind> kinds(List<Discrepancy> found) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    found.forEach(discrepancy -> kinds.add(discrepancy.kind()));
    return kinds;
  }

  private Set<Kind> kinds(ExactVectorQuery asked, AuditRecord replayed) throws Exception {
    return kinds(replay(index.directory(), asked, replayed));
  }

  static Stream<SampleVectors> everyTypeAndFunction() {
    return ExactSearchTest.everyTypeAndFunction();
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void onACopyOfTheIndexThereIsNoDifference(SampleVectors vectors) throws Exception {
    try (SampleIndex samples = filled(vectors);
        Directory copy = copy(samples.directory())) {
      IndexSearcher searcher = samples.searcher();
      Object target = samples.target();
      double minRaw = samples.query(target, 20).scan(searcher).hit(19).raw;
      for (Query filter : new Query[] {null, USUAL}) {
        for (ExactVectorQuery asked :
            List.of(
                samples.query(target, K, filter),
                samples.query(target, 1000, filter),
                samples.radiusQuery(target, minRaw, filter))) {
          AuditRecord audited = audit(searcher, asked);
          assertEquals(asked, audited.query(filter));
          assertEquals(List.of(), replay(copy, audited.query(filter), audited));
          assertEquals(List.of(vectors.type()), certificate(audited).vectors().elementTypes());
        }
      }
    }
  }

  @Test
  void anIndexWithoutDocumentsCanBeAudited() throws Exception {
    try (SampleIndex empty = new SampleIndex(VECTORS).commit();
        Directory copy = copy(empty.directory())) {
      ExactVectorQuery any = empty.query(empty.target(), K);
      assertEquals(List.of(), replay(copy, any, audit(empty.searcher(), any)));
    }
  }

  private static Certificate certificate(AuditRecord audited) {
    return audited.proof().certificate();
  }

  /** The record with parts changed that are none of its certificate, its digest left or renewed. */
  private void assertFound(
      Kind kind, SoftwareVersions software, AuditedCommit commit, AuditRecord.Proof proof)
      throws Exception {
    AuditRecord sealed = AuditRecord.sealed(software, commit, record.target(), proof);
    assertEquals(Set.of(kind), kinds(query, sealed));
    AuditRecord unsealed =
        new AuditRecord(software, commit, record.target(), proof, record.digest());
    assertEquals(Set.of(kind, Kind.RECORD_DIGEST), kinds(query, unsealed));
  }

  @Test
  void otherVersionsAreFound() throws Exception {
    SoftwareVersions ours = record.software();
    assertFound(
        Kind.VERSION,
        new SoftwareVersions("0.0.9", ours.lucene()),
        record.commit(),
        record.proof());
    assertFound(
        Kind.VERSION, new SoftwareVersions(ours.nseekfs(), "9.9"), record.commit(), record.proof());
  }

  @Test
  void anotherCommitIsFound() throws Exception {
    AuditedCommit commit = record.commit();
    for (AuditedCommit other :
        List.of(
            new AuditedCommit("00", commit.generation(), commit.segments()),
            new AuditedCommit(commit.id(), 77, commit.segments()))) {
      assertFound(Kind.COMMIT, record.software(), other, record.proof());
    }
  }

  @Test
  void anotherSegmentIsFound() throws Exception {
    AuditedSegment first = record.commit().segments().getFirst();
    Map<String, String> files = first.checksums();
    for (AuditedSegment other :
        List.of(
            new AuditedSegment("_9", first.id(), first.documents(), first.deleted(), files),
            new AuditedSegment("_0", "00", first.documents(), first.deleted(), files),
            new AuditedSegment("_0", first.id(), 3, first.deleted(), files),
            new AuditedSegment("_0", first.id(), first.documents(), 0, files))) {
      assertFound(Kind.SEGMENT, record.software(), withFirst(other), record.proof());
    }
    AuditedCommit commit = record.commit();
    AuditedCommit fewer =
        new AuditedCommit(commit.id(), commit.generation(), commit.segments().subList(0, 1));
    assertFound(Kind.SEGMENT, record.software(), fewer, record.proof());
  }

  private AuditedCommit withFirst(AuditedSegment segment) {
    AuditedCommit commit = record.commit();
    List<AuditedSegment> segments = new ArrayList<>(commit.segments());
    segments.set(0, segment);
    return new AuditedCommit(commit.id(), commit.generation(), segments);
  }

  @Test
  void anotherChecksumOfAnyFileIsFound() throws Exception {
    AuditedSegment first = record.commit().segments().getFirst();
    assertTrue(first.checksums().size() >= 3, first.toString());
    for (String file : first.checksums().keySet()) {
      Map<String, String> other = new TreeMap<>(first.checksums());
      other.put(file, "00");
      Map<String, String> without = new TreeMap<>(first.checksums());
      without.remove(file);
      for (Map<String, String> checksums : List.of(other, without)) {
        AuditedSegment changed =
            new AuditedSegment("_0", first.id(), first.documents(), first.deleted(), checksums);
        assertFound(Kind.CHECKSUM, record.software(), withFirst(changed), record.proof());
      }
    }
  }

  @Test
  void aFileThatIsNotThereIsFoundWhateverItsChecksum() throws Exception {
    AuditedSegment first = record.commit().segments().getFirst();
    for (String checksum : List.of("none", "no such file", "null", "")) {
      Map<String, String> more = new TreeMap<>(first.checksums());
      more.put("_0.invented", checksum);
      AuditedSegment changed =
          new AuditedSegment("_0", first.id(), first.documents(), first.deleted(), more);
      assertFound(Kind.CHECKSUM, record.software(), withFirst(changed), record.proof());
    }
  }

  @Test
  void anotherDecisionMarginIsFound() throws Exception {
    DecisionMargin margin = record.proof().decisionMargin();
    for (DecisionMargin other :
        new DecisionMargin[] {
          new DecisionMargin(Math.nextUp(margin.first()), margin.members()),
          new DecisionMargin(margin.first(), Math.nextDown(margin.members())),
          null
        }) {
      AuditRecord.Proof proof = new AuditRecord.Proof(certificate(record), other);
      assertFound(Kind.DECISION_MARGIN, record.software(), record.commit(), proof);
    }
  }

  @Test
  void whatIsWrongWithTheCertificateIsFound() throws Exception {
    Certificate valid = certificate(record);
    List<Certificate.Hit> ranking = new ArrayList<>(valid.answer().ranking());
    Certificate.Hit third = ranking.get(2);
    ranking.set(2, new Certificate.Hit(third.doc(), Math.nextUp(third.raw())));
    Certificate.Answer answer =
        new Certificate.Answer(ranking, valid.answer().kthRaw(), valid.answer().margins());
    AuditRecord.Proof proof =
        new AuditRecord.Proof(
            Certificate.sealed(valid.asked(), valid.vectors(), valid.pruning(), answer),
            record.proof().decisionMargin());
    AuditRecord changed =
        AuditRecord.sealed(record.software(), record.commit(), record.target(), proof);

    List<Discrepancy> found = replay(index.directory(), query, changed);

    assertEquals(Set.of(Kind.RAW_BITS, Kind.SEARCH), kinds(found));
    assertTrue(found.stream().allMatch(discrepancy -> discrepancy.rank() == 2), found::toString);
  }

  @Test
  void anotherQueryIsFound() throws Exception {
    float[] target = (float[]) query.getTarget().array();
    float[] other = target.clone();
    other[0] = Math.nextUp(other[0]);
    assertTrue(kinds(index.query(other, K, USUAL), record).contains(Kind.TARGET));
    assertTrue(kinds(index.query(target, K + 1, USUAL), record).contains(Kind.K));
    assertTrue(kinds(index.query(target, K), record).contains(Kind.FILTER));
    assertTrue(
        kinds(index.radiusQuery(target, -1e9, USUAL), record)
            .containsAll(Set.of(Kind.K, Kind.MIN_RAW, Kind.DECISION_MARGIN)));
  }

  @Test
  void anotherFieldIsFound() throws Exception {
    Certificate valid = certificate(record);
    Certificate.Asked asked =
        new Certificate.Asked("other", valid.asked().filter(), K, valid.asked().minRaw());
    AuditRecord.Proof proof =
        new AuditRecord.Proof(
            Certificate.sealed(asked, valid.vectors(), valid.pruning(), valid.answer()),
            record.proof().decisionMargin());
    AuditRecord other =
        AuditRecord.sealed(record.software(), record.commit(), record.target(), proof);
    assertEquals(Set.of(Kind.FIELD), kinds(query, other));
  }

  private void assertCommitDiffers(Set<Kind> expected) throws Exception {
    Set<Kind> kinds = kinds(query, record);
    assertTrue(kinds.contains(Kind.COMMIT) && kinds.containsAll(expected), kinds::toString);
  }

  @Test
  void aDeletedHitIsFound() throws Exception {
    index.delete(certificate(record).answer().ranking().getFirst().doc()).commit();
    assertCommitDiffers(
        Set.of(Kind.SEGMENT, Kind.CHECKSUM, Kind.CONSIDERED, Kind.DOCUMENT, Kind.SEARCH));
  }

  @Test
  void anAddedDocumentIsFound() throws Exception {
    index.add(query.getTarget().array(), "usual").commit();
    assertCommitDiffers(Set.of(Kind.SEGMENT, Kind.CONSIDERED, Kind.DOCUMENT, Kind.SEARCH));
  }

  @Test
  void aMergeIsFoundThoughItChangesNoVector() throws Exception {
    index.reopen(config -> config.setMergePolicy(new TieredMergePolicy())).merge().commit();
    assertCommitDiffers(Set.of(Kind.SEGMENT));
  }
}
