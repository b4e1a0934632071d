package org.nseekfs.search.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.SampleIndex;
import org.nseekfs.search.SampleVectors;
import org.nseekfs.search.leaf.VectorLeaf;
import org.nseekfs.search.leaf.VectorLeaves;

class PartSearchTest {
  private final SampleVectors vectors =
      new SampleVectors(ElementType.F32, VectorSimilarityFunction.DOT_PRODUCT, 1);
  private final QueryVector target = QueryVector.of(new float[] {1});
  private SampleIndex index;
  private VectorLeaf leaf;

  @BeforeEach
  void openALeaf() throws Exception {
    index = new SampleIndex(vectors).add(100);
    leaf =
        VectorLeaves.find(index.searcher().getIndexReader(), SampleIndex.FIELD, target)
            .leaves()
            .getFirst();
  }

  @AfterEach
  void closeIt() throws Exception {
    index.close();
  }

  private SharedSearch search(int k, Ranking ranking) {
    return search(Question.nearest(target, null, k, ranking));
  }

  private SharedSearch search(Question question) {
    try {
      return SharedSearch.of(question, SearchMode.CERTIFIED, List.of(leaf), new Deadline(null));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private PartSearch part(SharedSearch search, BestDocs best) {
    search.giveBack(best);
    PartSearch part = new PartSearch(new LeafPart(leaf, 0, 100), null, search, 1);
    part.begin();
    assertSame(best, part.best());
    return part;
  }

  private static void collect(PartSearch part, int doc, double raw) {
    part.collectRaws(new int[] {doc}, 0, new double[] {raw}, 1);
  }

  private record Offered(int doc, double key, double raw) {}

  private static List<Integer> kept(BestDocs best) {
    return IntStream.range(0, best.size()).mapToObj(best::doc).sorted().toList();
  }

  @Test
  void anIsolatedPartKnowsWhatItIsToldAlone() {
    SharedSearch search = search(2, Ranking.RAW);
    PartSearch other = part(search, new BestDocs(2));
    collect(other, 50, .5);
    collect(other, 51, .75);
    other.exchangeThreshold();
    PartSearch isolated = part(search, new BestDocs(2));
    isolated.isolate();
    isolated.exchangeThreshold();
    assertEquals(Double.NEGATIVE_INFINITY, isolated.minRaw());
    search.agreed().accumulate(.25);
    assertEquals(Double.NEGATIVE_INFINITY, isolated.minRaw());
    isolated.adoptAgreed();
    assertEquals(.25, isolated.minRaw());
    collect(isolated, 1, .8);
    collect(isolated, 2, .9);
    isolated.exchangeThreshold();
    assertEquals(.8, isolated.minRaw());
    assertEquals(.8, search.threshold().get(), "but others learn from it");
  }

  @Test
  void whatAnotherThreadExcludesIsSkippedButNotWhatTiesWithIt() {
    SharedSearch search = search(2, Ranking.RAW);
    PartSearch later = part(search, new BestDocs(2));
    collect(later, 50, .5);
    collect(later, 51, .75);
    later.exchangeThreshold();
    BestDocs best = new BestDocs(2);
    PartSearch earlier = part(search, best);
    collect(earlier, 0, Math.nextDown(.5));
    collect(earlier, 1, .5);
    assertEquals(List.of(1), kept(best));
    assertEquals(.5, earlier.minRaw());
  }

  @Test
  void whatAllMustReachOnlyRises() {
    SharedSearch search = search(1, Ranking.RAW);
    double[] raws = {-1e300, -2.5, -3, 0, -1, Double.MIN_VALUE, 7, 6.999, 1e300};
    List<PartSearch> parts =
        IntStream.range(0, raws.length).mapToObj(i -> part(search, new BestDocs(1))).toList();
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < raws.length; i++) {
      collect(parts.get(i), i, raws[i]);
      parts.get(i).exchangeThreshold();
      largest = Math.max(largest, raws[i]);
      assertEquals(largest, search.threshold().get());
    }
  }

  @Test
  void manyDocumentsAtOnceAreKeptAsOneByOne() {
    BestDocs best = new BestDocs(2);
    PartSearch part = part(search(2, Ranking.RAW), best);
    int[] docs = {90, 10, 11, 12, 13, 91};
    part.collectRaws(docs, 1, new double[] {.5, .75, .25, .5}, 4);
    assertEquals(List.of(10, 11), kept(best));
    part.collectRaws(docs, 4, new double[] {.6, .8}, 2);
    assertEquals(List.of(11, 91), kept(best));
  }

  @Test
  void aHeapThatIsNotFullExcludesNothing() {
    SharedSearch search = search(3, Ranking.RAW);
    PartSearch small = part(search, new BestDocs(3));
    collect(small, 98, 7);
    collect(small, 99, 8);
    small.exchangeThreshold();
    assertEquals(Double.NEGATIVE_INFINITY, search.threshold().get());
    assertEquals(Double.NEGATIVE_INFINITY, small.minRaw());
  }

  @Test
  void whatAPartHasLearnedTheNextOnItsHeapKnows() {
    SharedSearch search = search(1, Ranking.RAW);
    BestDocs best = search.takeBest();
    collect(part(search, best), 7, .5);
    search.giveBack(best);
    assertSame(best, search.takeBest());
    assertEquals(.5, part(search, best).minRaw());
    assertNotSame(best, search.takeBest());
  }

  @ParameterizedTest
  @EnumSource
  void theBestAreKeptWhateverTheOrderTheyComeIn(Ranking ranking) {
    Random random = SampleVectors.random();
    for (int round = 0; round < 200; round++) {
      // Neighbouring floats, several of which have one score.
      List<Offered> documents = new ArrayList<>();
      for (int doc = 0; doc < 60; doc++) {
        double raw = .25f + random.nextInt(12) * Math.ulp(.25f);
        documents.add(new Offered(doc, ranking.key(leaf, raw), raw));
      }
      Collections.shuffle(documents, random);
      BestDocs best = new BestDocs(20);
      PartSearch part = part(search(20, ranking), best);
      double minRaw = Double.NEGATIVE_INFINITY;
      for (Offered document : documents) {
        collect(part, document.doc, document.raw);
        assertTrue(part.minRaw() >= minRaw);
        minRaw = part.minRaw();
      }
      documents.sort(
          Comparator.comparingDouble(Offered::key).reversed().thenComparingInt(Offered::doc));
      List<Offered> expected = documents.subList(0, 20);
      assertEquals(expected.stream().map(hit -> hit.doc).sorted().toList(), kept(best));
      double worst = expected.getLast().key();
      assertEquals(worst, ranking.key(leaf, minRaw));
      assertTrue(ranking.key(leaf, Math.nextDown(minRaw)) < worst);
    }
  }

  @Test
  void withinARadiusAllAreKeptAndTheBoundIsKnownFromTheStart() {
    BestDocs best = new BestDocs(Integer.MAX_VALUE);
    PartSearch part = part(search(Question.within(target, null, .5)), best);
    assertEquals(.5, part.minRaw());
    for (int doc = 99; doc >= 0; doc--) {
      collect(part, doc, doc < 60 ? .5 + doc : Math.nextDown(.5));
    }
    assertEquals(60, best.size());
    part.exchangeThreshold();
    assertEquals(.5, part.minRaw());
  }

  @Test
  void itStopsReadersThatHaveNotAcknowledged() {
    BestDocs best = new BestDocs(1);
    PartSearch part = part(search(1, Ranking.RAW), best);
    assertTrue(part.earlyTerminated());
    assertFalse(part.collect(3, .5f));
    assertEquals(0, best.size());
    part.acknowledge(part);
    assertFalse(part.earlyTerminated());
  }
}
