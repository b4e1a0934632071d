package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.ElementType;

class PartStrategyTest {
  private final SampleVectors vectors =
      new SampleVectors(ElementType.F32, VectorSimilarityFunction.DOT_PRODUCT, 1);
  private final Target target = Target.of(SampleIndex.FIELD, new float[] {1});
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
    return new SharedSearch(target, k, ranking, new Deadline(null));
  }

  private PartStrategy part(SharedSearch search, int minDoc, int maxDoc) {
    return new PartStrategy(new LeafPart(leaf, AcceptedDocs.live(leaf), minDoc, maxDoc), search);
  }

  private static List<Integer> kept(PartStrategy part) {
    List<RawScoreDoc> hits = new ArrayList<>();
    part.drainTo(hits);
    return hits.stream().map(hit -> hit.doc).sorted().toList();
  }

  @Test
  void whatAnotherPartExcludesIsSkippedButNotWhatTiesWithIt() {
    SharedSearch search = search(2, Ranking.RAW);
    PartStrategy later = part(search, 50, 100);
    later.collect(50, .5);
    later.collect(51, .75);
    later.exchangeThreshold();
    PartStrategy earlier = part(search, 0, 50);
    earlier.exchangeThreshold();
    earlier.collect(0, Math.nextDown(.5));
    earlier.collect(1, .5);
    assertEquals(List.of(1), kept(earlier));
    assertEquals(2, earlier.collected());
  }

  @Test
  void aPartThatIsNotFullExcludesNothing() {
    SharedSearch search = search(3, Ranking.RAW);
    PartStrategy small = part(search, 98, 100);
    small.collect(98, 7);
    small.collect(99, 8);
    small.exchangeThreshold();
    assertEquals(Double.NEGATIVE_INFINITY, search.threshold().get());
  }

  @Test
  void ofEqualsTheFirstIsKept() {
    PartStrategy part = part(search(2, Ranking.RAW), 0, 100);
    for (int doc = 0; doc < 100; doc++) {
      part.collect(doc, doc % 3 == 0 ? .5 : .25);
    }
    assertEquals(List.of(0, 3), kept(part));
  }

  @Test
  void rankedByScoreNeighboursOfOneScoreAreEqual() {
    double raw = .25;
    double larger = Math.nextUp((float) raw);
    assertEquals(leaf.score(raw), leaf.score(larger));
    PartStrategy byScore = part(search(1, Ranking.SCORE), 0, 100);
    PartStrategy byRaw = part(search(1, Ranking.RAW), 0, 100);
    for (PartStrategy part : List.of(byScore, byRaw)) {
      part.collect(0, raw);
      part.collect(1, larger);
    }
    assertEquals(List.of(0), kept(byScore));
    assertEquals(List.of(1), kept(byRaw));
  }

  @Test
  void itsCollectorStopsReadersThatHaveNotAcknowledged() {
    PartStrategy part = part(search(1, Ranking.RAW), 0, 100);
    PartCollector collector = new PartCollector(part, new Deadline(null));
    assertTrue(collector.earlyTerminated());
    assertFalse(collector.collect(3, .5f));
    assertEquals(List.of(), kept(part));
    part.acknowledge();
    assertFalse(collector.earlyTerminated());
  }
}
