package org.nseekfs.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;

class HybridHitsTest {

  private static final HitKey A = new HitKey("one", 0, "a");
  private static final HitKey B = new HitKey("one", 1, "b");

  private static HybridHits hits(boolean explained) {
    FoundList words = new FoundList("match", 1);
    words.add(A, 3, Explanation.match(3, "words"));
    FoundList vectors = new FoundList("near", 2);
    vectors.add(B, .5f, null);
    vectors.add(A, .25f, null);
    return HybridHits.of(new HybridRequest(2, 2, null, null), List.of(words, vectors), explained);
  }

  private static Query query(String index, int shard) {
    return hits(false).toQuery(index, shard, "_id", BytesRef::new);
  }

  @Test
  void listsAreFusedInTheirOrderWithTheirWeights() {
    HybridHits hits = hits(true);
    assertEquals("rrf(60) of 1 hits of list 1 (match), 2 hits of list 2 (near)", hits.text());
    assertEquals(List.of(A, B), hits.best().stream().map(FusedScore::key).toList());
    assertEquals((float) (1d / 61 + 2d / 62), hits.best().getFirst().score());
    Explanation[] places = hits.best().getFirst().explanation().getDetails();
    assertEquals("words", places[0].getDetails()[0].getDescription());
    assertEquals(0, places[1].getDetails().length);
    assertEquals(0, hits(false).best().getFirst().explanation().getDetails().length);
  }

  @Test
  void aShardMatchesWhatLiesInIt() {
    assertInstanceOf(IdScoresQuery.class, query("one", 0));
    assertInstanceOf(MatchNoDocsQuery.class, query("one", 2));
    assertInstanceOf(MatchNoDocsQuery.class, query("other", 0));
  }

  @Test
  void hitsOfOneScoreAreInTheOrderOfIndexIdAndShard() {
    List<HitKey> sorted =
        List.of(
            new HitKey("i", 9, "a"),
            new HitKey("i", 0, "b"),
            new HitKey("i", 1, "b"),
            new HitKey("j", 0, "a"));
    assertEquals(sorted, sorted.reversed().stream().sorted(HitKey.ORDER).toList());
  }
}
