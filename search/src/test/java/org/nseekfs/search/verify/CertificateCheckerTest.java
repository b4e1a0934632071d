package org.nseekfs.search.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactSearchTest;
import org.nseekfs.search.ExactVectorQuery;
import org.nseekfs.search.PruningReader;
import org.nseekfs.search.RawScoreDoc;
import org.nseekfs.search.SampleIndex;
import org.nseekfs.search.SampleVectors;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.verify.Discrepancy.Kind;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificateCheckerTest {
  private static final int K = 6;
  private static final SampleVectors VECTORS =
      new SampleVectors(ElementType.F32, VectorSimilarityFunction.DOT_PRODUCT, 8);

  private SampleIndex index;
  private MultiReader reader;
  private IndexSearcher searcher;
  private ExactVectorQuery query;
  private Certificate valid;

  @BeforeAll
  void search() throws Exception {
    index = new SampleIndex(VECTORS);
    for (int id = 0; id < 500; id++) {
      index.add(index.target(), id % 4 == 0 ? "rare" : "usual");
      if (id == 200) {
        index.commit();
      }
    }
    index.delete(7);
    reader = PruningReader.wrap(index.searcher().getIndexReader(), VECTORS);
    searcher = SampleIndex.uncached(reader, null);
    query = index.query(index.target(), K, SampleIndex.tagged("usual"));
    valid = query.search(searcher).certificate().orElseThrow();
    assertTrue(valid.pruning().prunedDocuments() > 10);
  }

  @AfterAll
  void close() throws Exception {
    reader.close();
    index.close();
  }

  /** What is found once a certificate has been changed, its digest left as it was. */
  private Set<Kind> kinds(Certificate changed) throws Exception {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    CertificateChecker.check(searcher, query, changed).forEach(found -> kinds.add(found.kind()));
    return kinds;
  }

  /** The figure is found to be wrong for what it is, even by those who have made a new digest. */
  private void assertFound(Set<Kind> expected, Certificate changed) throws Exception {
    Set<Kind> withDigest = EnumSet.copyOf(expected);
    withDigest.add(Kind.DIGEST);
    assertEquals(withDigest, kinds(changed));
    assertEquals(
        expected,
        kinds(
            Certificate.sealed(
                changed.asked(), changed.vectors(), changed.pruning(), changed.answer())));
  }

  private void assertOnlyTheDigestFinds(Certificate changed) throws Exception {
    assertEquals(EnumSet.of(Kind.DIGEST), kinds(changed));
  }

  private Certificate with(Certificate.Asked asked) {
    return new Certificate(asked, valid.vectors(), valid.pruning(), valid.answer(), valid.digest());
  }

  private Certificate with(Certificate.Vectors vectors) {
    return new Certificate(valid.asked(), vectors, valid.pruning(), valid.answer(), valid.digest());
  }

  private Certificate with(Certificate.Pruning pruning) {
    return new Certificate(valid.asked(), valid.vectors(), pruning, valid.answer(), valid.digest());
  }

  private Certificate with(Certificate.Answer answer) {
    return new Certificate(valid.asked(), valid.vectors(), valid.pruning(), answer, valid.digest());
  }

  private Certificate withHit(int rank, int doc, double raw) {
    List<Certificate.Hit> ranking = new ArrayList<>(valid.answer().ranking());
    ranking.set(rank, new Certificate.Hit(doc, raw));
    return with(new Certificate.Answer(ranking, valid.answer().kthRaw(), valid.answer().margins()));
  }

  private Certificate withPruning(long considered, long scored, long coarse, double bound) {
    long fine = valid.pruning().pruned().get(PruneStage.FINE);
    return with(
        new Certificate.Pruning(
            considered,
            scored,
            Map.of(PruneStage.COARSE, coarse, PruneStage.FINE, fine),
            valid.pruning().boundKind(),
            bound));
  }

  private long coarse() {
    return valid.pruning().pruned().get(PruneStage.COARSE);
  }

  @Test
  void aTrueCertificateHasNoFault() throws Exception {
    assertEquals(EnumSet.noneOf(Kind.class), kinds(valid));
    assertEquals(valid.digest(), valid.computeDigest());
  }

  @Test
  void whatWasAskedMustBeTheQuery() throws Exception {
    Certificate.Asked asked = valid.asked();
    assertEquals(new Certificate.Asked("vector", "tag:usual", K, Double.NEGATIVE_INFINITY), asked);
    assertFound(
        Set.of(Kind.FIELD),
        with(new Certificate.Asked("other", asked.filter(), asked.k(), asked.minRaw())));
    assertFound(
        Set.of(Kind.FILTER), with(new Certificate.Asked("vector", null, K, asked.minRaw())));
    assertFound(
        Set.of(Kind.K), with(new Certificate.Asked("vector", "tag:usual", 7, asked.minRaw())));
    assertFound(
        Set.of(Kind.MIN_RAW),
        with(new Certificate.Asked("vector", "tag:usual", K, -Double.MAX_VALUE)));
  }

  @Test
  void similarityAndTypesAreReadAgain() throws Exception {
    Certificate.Vectors vectors = valid.vectors();
    assertFound(
        Set.of(Kind.SIMILARITY),
        with(
            new Certificate.Vectors(
                VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT,
                vectors.elementTypes(),
                vectors.foreignSegments())));
    assertFound(
        Set.of(Kind.TYPE),
        with(
            new Certificate.Vectors(
                vectors.similarityFunction(),
                List.of(ElementType.F16),
                vectors.foreignSegments())));
  }

  @Test
  void theDocumentsConsideredAreCountedAgain() throws Exception {
    assertEquals(374, valid.pruning().considered());
    long scored = valid.pruning().scored();
    double bound = valid.pruning().largestBound();
    assertFound(Set.of(Kind.CONSIDERED, Kind.BALANCE), withPruning(373, scored, coarse(), bound));
    assertFound(Set.of(Kind.CONSIDERED), withPruning(375, scored + 1, coarse(), bound));
    assertFound(Set.of(Kind.CONSIDERED), withPruning(375, scored, coarse() + 1, bound));
  }

  @Test
  void scoredAndPrunedMustMakeUpTheConsidered() throws Exception {
    long scored = valid.pruning().scored();
    double bound = valid.pruning().largestBound();
    assertFound(Set.of(Kind.BALANCE), withPruning(374, scored - 1, coarse(), bound));
    assertFound(Set.of(Kind.BALANCE), withPruning(374, scored, coarse() - 1, bound));
    assertFound(Set.of(Kind.BALANCE), withPruning(374, -1, coarse() + scored + 1, bound));
  }

  @Test
  void countsThatWrapRoundDoNotBalance() throws Exception {
    long most = Long.MAX_VALUE;
    Certificate.Pruning pruning = valid.pruning();
    // 2 (2^63 - 1) + 376 is 374 in 64 bits.
    assertFound(
        Set.of(Kind.BALANCE),
        with(
            new Certificate.Pruning(
                374,
                most,
                Map.of(PruneStage.COARSE, most, PruneStage.FINE, 376L),
                pruning.boundKind(),
                pruning.largestBound())));
  }

  @Test
  void everyHitIsScored() throws Exception {
    long few = K - 1;
    long others = coarse() + valid.pruning().scored() - few;
    double bound = valid.pruning().largestBound();
    assertFound(Set.of(Kind.BALANCE), withPruning(374, few, others, bound));
    assertOnlyTheDigestFinds(withPruning(374, K, others - 1, bound));
  }

  @Test
  void ofManyFaultsAHundredAreListedAndTheRestIsCounted() throws Exception {
    List<Certificate.Hit> ranking = new ArrayList<>(valid.answer().ranking());
    while (ranking.size() < K + 1000) {
      ranking.add(new Certificate.Hit(Integer.MAX_VALUE, 0));
    }
    List<Discrepancy> found =
        CertificateChecker.check(
            searcher,
            query,
            with(
                new Certificate.Answer(
                    ranking, valid.answer().kthRaw(), valid.answer().margins())));
    assertEquals(100, found.stream().filter(fault -> fault.kind() == Kind.RAW_BITS).count());
    assertEquals(
        "MORE: expected no other RAW_BITS, found 900 more that are not listed",
        found.getLast().toString());
  }

  @Test
  void textsThatDifferInALoneSurrogateHaveOtherDigests() throws Exception {
    Certificate.Asked asked = valid.asked();
    Set<String> digests = new HashSet<>();
    for (String field : List.of("?", "\ud800", "\ud801", "\udc00", "\ud83d\ude00", "\ufffd")) {
      digests.add(
          with(new Certificate.Asked(field, asked.filter(), asked.k(), asked.minRaw()))
              .computeDigest());
    }
    assertEquals(6, digests.size());
  }

  @Test
  void thePrunedBoundMustBeBelowTheKth() throws Exception {
    long scored = valid.pruning().scored();
    double kthRaw = valid.answer().kthRaw();
    assertFound(Set.of(Kind.PRUNED_BOUND), withPruning(374, scored, coarse(), kthRaw));
    assertFound(Set.of(Kind.PRUNED_BOUND), withPruning(374, scored, coarse(), Double.NaN));
    assertFound(
        Set.of(Kind.PRUNED_BOUND), withPruning(374, scored, coarse(), Double.NEGATIVE_INFINITY));
    assertOnlyTheDigestFinds(withPruning(374, scored, coarse(), Math.nextDown(kthRaw)));
  }

  @Test
  void nothingMayBePrunedWhereKAreNotFound() throws Exception {
    ExactVectorQuery all = index.query(index.target(), 1000);
    Certificate whole = all.search(searcher).certificate().orElseThrow();
    assertEquals(Double.NEGATIVE_INFINITY, whole.answer().kthRaw());
    assertEquals(List.of(), CertificateChecker.check(searcher, all, whole));
    Certificate.Pruning pruning =
        new Certificate.Pruning(499, 498, Map.of(PruneStage.COARSE, 1L), "none", -1e300);
    List<Discrepancy> found =
        CertificateChecker.check(
            searcher,
            all,
            Certificate.sealed(whole.asked(), whole.vectors(), pruning, whole.answer()));
    assertEquals(
        List.of(
            "BALANCE: expected 499 considered documents, of them 499 hits scored,"
                + " found 498 scored and {COARSE=1, FINE=0} pruned",
            "PRUNED_BOUND: expected finite and below -Infinity, found -1.0E300"),
        found.stream().map(Discrepancy::toString).toList());
  }

  @Test
  void aBoundOfNothingPrunedIsFound() throws Exception {
    long coarse = coarse();
    long fine = valid.pruning().pruned().get(PruneStage.FINE);
    Certificate changed =
        with(
            new Certificate.Pruning(
                374,
                valid.pruning().scored() + coarse + fine,
                Map.of(),
                valid.pruning().boundKind(),
                valid.pruning().largestBound()));
    assertFound(Set.of(Kind.PRUNED_BOUND), changed);
  }

  @Test
  void anUlpOfARawValueIsFoundAtItsRank() throws Exception {
    for (int rank = 0; rank < K; rank++) {
      Certificate.Hit hit = valid.answer().ranking().get(rank);
      Certificate changed = withHit(rank, hit.doc(), Math.nextUp(hit.raw()));
      assertFound(Set.of(Kind.RAW_BITS), changed);
      Discrepancy first = CertificateChecker.check(searcher, query, changed).getFirst();
      assertEquals(rank, first.rank());
      assertEquals(
          "RAW_BITS at rank "
              + (rank + ": expected " + hit.raw() + ", found " + Math.nextUp(hit.raw())),
          first.toString());
    }
  }

  @Test
  void aRawValueFarFromTheTruthIsFoundByDoubleArithmeticToo() throws Exception {
    Certificate.Hit hit = valid.answer().ranking().get(2);
    assertFound(Set.of(Kind.RAW_BITS, Kind.RAW_ERROR), withHit(2, hit.doc(), hit.raw() * 1.0001));
    assertFound(Set.of(Kind.RAW_BITS, Kind.RAW_ERROR), withHit(2, hit.doc(), Double.NaN));
  }

  @Test
  void aDocumentThatBelongsElsewhereIsFound() throws Exception {
    Certificate.Hit second = valid.answer().ranking().get(1);
    // The value of the first document, so that the value itself is wrong for the second.
    Certificate.Hit first = valid.answer().ranking().getFirst();
    assertFound(
        Set.of(Kind.DOCUMENT, Kind.RAW_BITS, Kind.RAW_ERROR),
        withHit(0, second.doc(), first.raw()));
    // A document beyond the k best, with its own true value.
    ExactVectorQuery more =
        new ExactKnnVectorQuery(
            "vector", (float[]) query.getTarget().array(), K + 1, query.getFilter());
    RawScoreDoc next = more.scan(searcher).hit(K);
    assertFound(Set.of(Kind.DOCUMENT), withHit(K - 1, next.doc, next.raw));
  }

  @Test
  void documentsThatMayBeNoHitsAreFound() throws Exception {
    double raw = valid.answer().ranking().get(3).raw();
    for (int doc : List.of(7, 8, 100_000)) {
      assertFound(Set.of(Kind.DOCUMENT, Kind.RAW_BITS), withHit(3, doc, raw));
    }
  }

  @Test
  void ranksThatAreExchangedAreFound() throws Exception {
    List<Certificate.Hit> ranking = new ArrayList<>(valid.answer().ranking());
    Collections.swap(ranking, 1, 2);
    assertFound(
        Set.of(Kind.DOCUMENT),
        with(new Certificate.Answer(ranking, valid.answer().kthRaw(), valid.answer().margins())));
  }

  @Test
  void aMissingHitIsFound() throws Exception {
    List<Certificate.Hit> ranking = valid.answer().ranking().subList(0, K - 1);
    assertFound(
        Set.of(Kind.HITS),
        with(new Certificate.Answer(ranking, valid.answer().kthRaw(), valid.answer().margins())));
  }

  @Test
  void theKthValueIsFound() throws Exception {
    double kthRaw = valid.answer().kthRaw();
    Certificate.Answer answer =
        new Certificate.Answer(
            valid.answer().ranking(), Math.nextUp(kthRaw), valid.answer().margins());
    assertFound(Set.of(Kind.KTH_RAW), with(answer));
  }

  @Test
  void everyMarginIsFound() throws Exception {
    for (int rank = 0; rank < K - 1; rank++) {
      List<Double> margins = new ArrayList<>(valid.answer().margins());
      margins.set(rank, Math.nextUp(margins.get(rank)));
      Certificate changed =
          with(new Certificate.Answer(valid.answer().ranking(), valid.answer().kthRaw(), margins));
      assertFound(Set.of(Kind.MARGIN), changed);
      assertEquals(rank, CertificateChecker.check(searcher, query, changed).getFirst().rank());
    }
    assertFound(
        Set.of(Kind.MARGIN),
        with(new Certificate.Answer(valid.answer().ranking(), valid.answer().kthRaw(), List.of())));
  }

  @Test
  void allElseIsFoundByTheDigest() throws Exception {
    Certificate.Vectors vectors = valid.vectors();
    Certificate.Pruning pruning = valid.pruning();
    assertOnlyTheDigestFinds(
        with(
            new Certificate.Vectors(
                vectors.similarityFunction(), vectors.elementTypes(), List.of("_7"))));
    assertOnlyTheDigestFinds(
        with(
            new Certificate.Pruning(
                pruning.considered(),
                pruning.scored(),
                pruning.pruned(),
                "guesswork",
                pruning.largestBound())));
    long fine = pruning.pruned().get(PruneStage.FINE);
    assertOnlyTheDigestFinds(
        with(
            new Certificate.Pruning(
                pruning.considered(),
                pruning.scored(),
                Map.of(PruneStage.COARSE, coarse() - 1, PruneStage.FINE, fine + 1),
                pruning.boundKind(),
                pruning.largestBound())));
    assertOnlyTheDigestFinds(
        new Certificate(
            valid.asked(),
            valid.vectors(),
            valid.pruning(),
            valid.answer(),
            "0" + valid.digest().substring(1)));
  }

  @Test
  void anotherCommitIsFound() throws Exception {
    try (SampleIndex other = new SampleIndex(VECTORS).add(500)) {
      Set<Kind> kinds =
          CertificateChecker.check(other.searcher(), query, valid).stream()
              .map(Discrepancy::kind)
              .collect(Collectors.toSet());
      assertTrue(kinds.contains(Kind.CONSIDERED) && kinds.contains(Kind.HITS), kinds::toString);
    }
  }

  static Stream<SampleVectors> everyTypeAndFunction() {
    return ExactSearchTest.everyTypeAndFunction();
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void certificatesOfEveryTypeAndFunctionAreTrue(SampleVectors vectors) throws Exception {
    try (SampleIndex samples = new SampleIndex(vectors)) {
      IndexSearcher ours = samples.add(150).commit().add(50).delete(3).searcher();
      Object target = samples.target();
      double minRaw = samples.query(target, 40).scan(ours).hit(39).raw;
      for (ExactVectorQuery any :
          List.of(samples.query(target, 30), samples.radiusQuery(target, minRaw, null))) {
        Certificate certificate = any.search(ours).certificate().orElseThrow();
        assertEquals(List.of(), CertificateChecker.check(ours, any, certificate));
        assertEquals(List.of(vectors.type()), certificate.vectors().elementTypes());
        assertEquals(vectors.function(), certificate.vectors().similarityFunction());
        assertEquals(199, certificate.pruning().considered());
      }
    }
  }

  @Test
  void certificatesOfForeignAndOfEmptyIndexesAreTrue() throws Exception {
    try (SampleIndex samples =
        new SampleIndex(VECTORS, new ByteBuffersDirectory(), c -> c.setCodec(Codec.getDefault()))) {
      ExactVectorQuery any = samples.query(samples.target(), 5);
      IndexSearcher empty = samples.searcher();
      Certificate nothing = any.search(empty).certificate().orElseThrow();
      assertEquals(List.of(), CertificateChecker.check(empty, any, nothing));
      assertEquals(0, nothing.pruning().considered());
      IndexSearcher foreign = samples.add(40).commit().searcher();
      Certificate certificate = any.search(foreign).certificate().orElseThrow();
      assertEquals(List.of("_0"), certificate.vectors().foreignSegments());
      assertEquals(List.of(), CertificateChecker.check(foreign, any, certificate));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "verify.CertificateChecker",
        "verify.Recomputed",
        "verify.ConsideredVectors",
        "verify.ScalarSimilarity",
        "verify.RawError",
        "certificate.Certificate",
        "certificate.DigestLines"
      })
  void theCheckerUsesNothingThatMadeTheCertificate(String name) throws Exception {
    Class<?> checking = Class.forName("org.nseekfs.search." + name);
    try (var classFile = checking.getResourceAsStream(checking.getSimpleName() + ".class")) {
      String constants = new String(classFile.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(constants.contains(checking.getSimpleName()));
      for (String used : List.of("quantization/kernel", "search/execution", "NSeek")) {
        assertFalse(constants.contains(used), used);
      }
    }
  }

  @Test
  void partialResultsHaveNoCertificate() throws Exception {
    try (DirectoryReader open = DirectoryReader.open(index.directory())) {
      IndexSearcher late = SampleIndex.uncached(open, null);
      late.setTimeout(() -> true);
      CertifiedTopDocs topDocs = query.search(late);
      assertTrue(topDocs.isPartial());
      assertTrue(topDocs.certificate().isEmpty());
      assertTrue(
          ExactVectorQuery.searchAll(late, Arrays.asList(query, query)).stream()
              .allMatch(CertifiedTopDocs::isPartial));
    }
  }
}
