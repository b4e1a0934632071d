package org.nseekfs.solr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Solr.class)
class RankTest {

  private static final Corpus CORPUS = new Corpus("r", 300, 9);
  private static final Corpus OTHER = new Corpus("s", 300, 10);
  private static HttpCore core;

  @BeforeAll
  static void index() throws Exception {
    core = Solr.core("rank");
    core.add(CORPUS.docs());
    core.add(List.of(Map.of("id", "none", "text", "w1 w2")));
    Solr.core("rank2").add(OTHER.docs());
  }

  private static HttpCore.Answer reranked(int reRankDocs, double[] target, String... more)
      throws Exception {
    List<String> params =
        new ArrayList<>(
            List.of(
                "q", "w1 w2",
                "rq", "{!nseekRerank f=f32 reRankDocs=" + reRankDocs + " v=$v}",
                "v", Vectors.text(target),
                "rows", "1000",
                "fl", "id,score,raw:nseekSimilarity(f32,$v)"));
    params.addAll(List.of(more));
    return core.select(params.toArray(String[]::new));
  }

  @Test
  void theBestHitsAreRankedAnew() throws Exception {
    double[] target = CORPUS.vectors().get("r17");
    List<String> first = core.select("q", "w1 w2", "rows", "1000", "fl", "id").ids();
    List<String> best = first.subList(0, 50);
    HttpCore.Answer found = reranked(50, target);
    List<String> expected =
        new ArrayList<>(
            Corpus.nearest(CORPUS.vectors(), target, 50, best::contains).stream()
                .map(Vectors.Hit::id)
                .toList());
    if (best.contains("none")) {
      expected.add("none");
    }
    assertEquals(expected, found.ids().subList(0, 50));
    assertEquals(first.subList(50, first.size()), found.ids().subList(50, first.size()));
    double raw = found.docs().getFirst().get("raw").asDouble();
    assertEquals((1 + raw) / 2, found.docs().getFirst().get("score").asDouble(), 1e-6);
  }

  @Test
  void hitsWithoutAVectorComeLast() throws Exception {
    HttpCore.Answer found = reranked(1_000, CORPUS.vectors().get("r18"));
    assertEquals("none", found.ids().getLast());
    assertEquals(0, found.docs().getLast().get("score").asDouble());
  }

  @Test
  void rankingAnewWorksOverShards() throws Exception {
    double[] target = CORPUS.vectors().get("r19");
    String shards = core.shard() + "," + Solr.core("rank2").shard();
    HttpCore.Answer found = reranked(1_000, target, "shards", shards, "fq", "-id:none");
    Vectors union = CORPUS.vectors().union(OTHER.vectors());
    Hits.assertSame(Corpus.nearest(union, target, 1_000, found.ids()::contains), found);
    assertTrue(found.ids().stream().anyMatch(id -> id.startsWith("s")));
  }

  @Test
  void explanationsTellTheSimilarity() throws Exception {
    HttpCore.Answer found =
        reranked(20, CORPUS.vectors().get("r17"), "debugQuery", "true", "rows", "3");
    String why = found.body().path("debug").path("explain").path(found.ids().getFirst()).asText();
    assertTrue(why.contains("raw similarity"), why);
  }
}
