package org.nseekfs.solr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fused lists of one core and over three: with the same lists, the same result. */
@ExtendWith(Solr.class)
class HybridTest {

  private static final String TEXT = "w3 w5 w7";
  private static final List<String> SHARDS = List.of("h1", "h2", "h3");
  private static Vectors union = new Vectors();
  private static String shards;

  @BeforeAll
  static void index() throws Exception {
    List<String> urls = new ArrayList<>();
    for (String name : SHARDS) {
      Corpus corpus = new Corpus(name + "-", 400, name.hashCode());
      Solr.core(name).add(corpus.docs());
      Solr.core("all").add(corpus.docs());
      union = union.union(corpus.vectors());
      urls.add(Solr.core(name).shard());
    }
    shards = String.join(",", urls);
  }

  private static HttpCore core(boolean sharded) {
    return Solr.core(sharded ? "h2" : "all");
  }

  private static String[] params(boolean sharded, String... params) {
    List<String> all = new ArrayList<>(List.of(params));
    if (sharded) {
      all.addAll(List.of("shards", shards));
    }
    all.addAll(List.of("text", TEXT, "fl", "id,score"));
    return all.toArray(String[]::new);
  }

  private static HttpCore.Answer select(boolean sharded, String... params) throws Exception {
    return core(sharded).select(params(sharded, params));
  }

  /** What Solr finds for the text alone. */
  private static List<Fused.Scored> textHits(boolean sharded, int window, String filter)
      throws Exception {
    return Corpus.scored(
        select(sharded, "q", TEXT, "rows", Integer.toString(window), "fq", filter));
  }

  private static boolean isEven(String id) {
    return Integer.parseInt(id.substring(3)) % 2 == 0;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reciprocalRanksAreFused(boolean sharded) throws Exception {
    Random random = new Random(8);
    for (int query = 0; query < 5; query++) {
      double[] target = Vectors.random(random);
      Fused oracle = new Fused();
      oracle.add(1, textHits(sharded, 50, "*:*"), Fused::reciprocal);
      oracle.add(2, Corpus.scored(Corpus.nearest(union, target, 50)), Fused::reciprocal);
      HttpCore.Answer found =
          select(
              sharded,
              "q",
              "{!nseekHybrid q=$text q=$vec weight=1 weight=2 k=20 window=50}",
              "vec",
              "{!nseek f=f32 v=$v}",
              "v",
              Vectors.text(target),
              "rows",
              "30");
      oracle.assertBest(20, found);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void scoresAreFused(boolean sharded) throws Exception {
    double[] target = union.get("h1-3");
    Fused oracle = new Fused();
    oracle.add(1, textHits(sharded, 100, "*:*"), Fused::minMax);
    oracle.add(1, Corpus.scored(Corpus.nearest(union, target, 100)), Fused::minMax);
    HttpCore.Answer found =
        select(
            sharded,
            "q",
            "{!nseekHybrid q=$text q=$vec fusion=min_max}",
            "vec",
            "{!nseek f=f32 v=$v}",
            "v",
            Vectors.text(target),
            "rows",
            "30");
    oracle.assertBest(10, found);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void filtersDecideWhatIsInTheLists(boolean sharded) throws Exception {
    double[] target = union.get("h1-4");
    Fused oracle = new Fused();
    oracle.add(1, textHits(sharded, 40, "tag:even"), Fused::reciprocal);
    oracle.add(
        1, Corpus.scored(Corpus.nearest(union, target, 40, HybridTest::isEven)), Fused::reciprocal);
    HttpCore.Answer byQueries =
        select(
            sharded,
            "q",
            "{!nseekHybrid q=$text q=$vec k=15 window=40}",
            "fq",
            "tag:even",
            "vec",
            "{!nseek f=f32 v=$v}",
            "v",
            Vectors.text(target),
            "rows",
            "30");
    oracle.assertBest(15, byQueries);
    HttpCore.Answer byPreFilter =
        select(
            sharded,
            "q",
            "{!nseekHybrid q=$text q=$vec k=15 window=40 preFilter=tag:even}",
            "vec",
            "{!nseek f=f32 v=$v}",
            "v",
            Vectors.text(target),
            "rows",
            "30");
    oracle.assertBest(15, byPreFilter);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void facetsCountTheFusedHits(boolean sharded) throws Exception {
    HttpCore.Answer found =
        select(
            sharded,
            "q",
            "{!nseekHybrid q=$text q=$vec k=30}",
            "vec",
            "{!nseek f=f32 v=$v}",
            "v",
            Vectors.text(union.get("h3-9")),
            "facet",
            "true",
            "facet.field",
            "tag",
            "rows",
            "30");
    assertEquals(30, found.body().path("response").path("numFound").asInt());
    List<Integer> counts = new ArrayList<>();
    found
        .body()
        .path("facet_counts")
        .path("facet_fields")
        .path("tag")
        .forEach(count -> counts.add(count.asInt()));
    assertEquals(30, counts.stream().mapToInt(Integer::intValue).sum());
    assertEquals(
        found.ids().stream().filter(HybridTest::isEven).count(),
        counts
            .get(
                found
                        .body()
                        .path("facet_counts")
                        .path("facet_fields")
                        .path("tag")
                        .get(0)
                        .asText()
                        .equals("even")
                    ? 1
                    : 3)
            .longValue());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pagesAndSortsAreAsOfAnyQuery(boolean sharded) throws Exception {
    List<String> all = page(sharded, 0, 30, "score desc");
    List<String> paged = new ArrayList<>();
    for (int start = 0; start < 30; start += 10) {
      paged.addAll(page(sharded, start, 10, "score desc"));
    }
    assertEquals(all, paged);
    assertEquals(all.stream().sorted().toList(), page(sharded, 0, 30, "id asc"));
  }

  private static List<String> page(boolean sharded, int start, int rows, String sort)
      throws Exception {
    return select(
            sharded,
            "q",
            "{!nseekHybrid q=$text q=$vec k=30}",
            "vec",
            "{!nseek f=f32 v=$v}",
            "v",
            Vectors.text(union.get("h3-9")),
            "start",
            Integer.toString(start),
            "rows",
            Integer.toString(rows),
            "sort",
            sort)
        .ids();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void requestsInJsonFindTheSame(boolean sharded) throws Exception {
    String target = Vectors.text(union.get("h2-5"));
    String body =
        """
        {"query": {"nseekHybrid": {"q": ["w3 w5 w7", "{!nseek f=f32 v=$v}"], "k": 12}},
         "limit": 30, "fields": ["id", "score"],
         "params": {"v": "VECTOR", "shards": "SHARDS"}}
        """
            .replace("VECTOR", target)
            .replace(", \"shards\": \"SHARDS\"", sharded ? ", \"shards\": \"" + shards + '"' : "");
    HttpCore.Answer json = core(sharded).send("/select", "application/json", body);
    assertEquals(200, json.status(), () -> json.body().toString());
    HttpCore.Answer form =
        select(
            sharded,
            "q",
            "{!nseekHybrid q=$text q=$vec k=12}",
            "vec",
            "{!nseek f=f32 v=$v}",
            "v",
            target,
            "rows",
            "30");
    assertEquals(12, json.ids().size());
    assertEquals(form.ids(), json.ids());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void listsWithoutHitsGiveNone(boolean sharded) throws Exception {
    assertEquals(
        List.of(), select(sharded, "q", "{!nseekHybrid q=$none q=$none}", "none", "nowhere").ids());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void debugTellsTheRanks(boolean sharded) throws Exception {
    HttpCore.Answer answer =
        select(
            sharded,
            "q",
            "{!nseekHybrid q=$text q=$vec k=3}",
            "vec",
            "{!nseek f=f32 v=$v}",
            "v",
            Vectors.text(union.get("h3-9")),
            "debugQuery",
            "true");
    String why = answer.body().path("debug").path("explain").path(answer.ids().getFirst()).asText();
    assertTrue(why.contains("rank 1 of"), answer.body()::toString);
    assertTrue(
        why.contains(
            sharded
                ? " of {!nseek f=f32 v=$v}, computed as weight 1.0"
                : "ExactKnnVectorQuery:f32"),
        why);
  }

  @Test
  void aHandlerWithoutTheComponentRefusesToFuseShardByShard() throws Exception {
    HttpCore.Answer answer =
        core(true).request("/plain", params(true, "q", "{!nseekHybrid q=$text q=$text}"));
    assertEquals(400, answer.status(), () -> answer.body().toString());
    assertTrue(
        answer
            .message()
            .contains("needs the search component org.nseekfs.solr.NSeekHybridComponent"),
        answer::message);
  }

  @Test
  void aFusedListInsideOfAnotherQueryIsRefusedOverShards() throws Exception {
    assertTrue(
        core(true)
            .refusal(params(true, "q", "+w1 +{!nseekHybrid q=$text q=$text}"))
            .contains("must be the request's main query"));
  }

  @Test
  void tagsAreRefusedOverShards() throws Exception {
    assertTrue(
        core(true)
            .refusal(params(true, "q", "{!nseekHybrid q=$text excludeTags=a}"))
            .contains("excludeTags must not be given over shards, got \"a\""));
  }

  @Test
  void whatIsWrongWithAListIsSaidOverShardsToo() throws Exception {
    assertTrue(
        core(true)
            .refusal(
                params(true, "q", "{!nseekHybrid q=$text q=$vec}", "vec", "{!nseek f=f32}[1,2]"))
            .contains("must have dimension 24, got 2"));
  }
}
