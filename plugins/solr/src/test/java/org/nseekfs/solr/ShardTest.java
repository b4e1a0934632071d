package org.nseekfs.solr;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.solr.server.SolrServer;

@ExtendWith(Solr.class)
class ShardTest {

  private enum Outcome {
    COMPLETE,
    PARTIAL,
    ERROR
  }

  private static final Corpus A = new Corpus("a", 1_100, 1);
  private static final Corpus B = new Corpus("b", 300, 2);
  private static final Corpus C = new Corpus("c", 200, 3);
  private static final Vectors AB = A.vectors().union(B.vectors());
  private static final Vectors ABC = AB.union(C.vectors());
  private static String shards;

  @BeforeAll
  static void index() throws Exception {
    Solr.core("a").add(A.docs());
    Solr.core("b").add(B.docs());
    Solr.core("c").add(C.docs());
    shards =
        String.join(",", Solr.core("a").shard(), Solr.core("b").shard(), Solr.core("c").shard());
  }

  @Test
  void theResultOverShardsIsThatOfTheUnion() throws Exception {
    Random random = new Random(4);
    for (String core : List.of("a", "c")) {
      for (int query = 0; query < 10; query++) {
        double[] target = Vectors.random(random);
        Hits.assertSame(
            Corpus.nearest(ABC, target, 20),
            Solr.core(core)
                .select(
                    "q", "{!nseek f=f32 k=20 v=$v}",
                    "v", Vectors.text(target),
                    "shards", shards,
                    "rows", "20",
                    "fl", "id,score,raw:nseekSimilarity(f32,$v)"));
      }
    }
  }

  @Test
  void filtersAreAppliedInEveryShard() throws Exception {
    double[] target = A.vectors().get("a3");
    Hits.assertSame(
        Corpus.nearest(ABC, target, 20, id -> Integer.parseInt(id.substring(1)) % 2 == 0),
        Solr.core("b")
            .select(
                "q", "{!nseek f=f32 k=20 v=$v}",
                "v", Vectors.text(target),
                "fq", "tag:even",
                "shards", shards,
                "rows", "20",
                "fl", "id,raw:nseekSimilarity(f32,$v)"));
  }

  @Test
  void pagesOverShardsFollowEachOther() throws Exception {
    double[] target = A.vectors().get("a4");
    Hits.assertSame(
        Corpus.nearest(ABC, target, 30).subList(10, 20),
        Solr.core("b")
            .select(
                "q", "{!nseek f=f32 k=30 v=$v}",
                "v", Vectors.text(target),
                "shards", shards,
                "start", "10",
                "rows", "10",
                "fl", "id,raw:nseekSimilarity(f32,$v)"));
  }

  @Test
  void figuresAreThoseOfEveryShard() throws Exception {
    String figures =
        Solr.core("a")
            .select(
                "q",
                "{!nseek f=f32 k=5 v=$v}",
                "v",
                Vectors.text(A.vectors().get("a4")),
                "shards",
                shards,
                "debugQuery",
                "true")
            .body()
            .path("debug")
            .toString();
    for (String considered : List.of("considered 1100,", "considered 300,", "considered 200,")) {
      assertTrue(figures.contains(considered), figures);
    }
  }

  @Test
  void aShardThatStopsIsMissedOrReportedNeverReplaced(@TempDir Path directory) throws Exception {
    Corpus other = new Corpus("d", 200, 5);
    double[] target = A.vectors().get("a5");
    List<Vectors.Hit> complete = Corpus.nearest(AB.union(other.vectors()), target, 20);
    List<Vectors.Hit> partial = Corpus.nearest(AB, target, 20);
    SolrServer stopped = SolrServer.start(SolrHome.create(directory, "d").path(), 0);
    HttpCore d = HttpCore.of(stopped.url(), "d");
    d.add(other.docs());
    String[] request = {
      "q", "{!nseek f=f32 k=20 v=$v}",
      "v", Vectors.text(target),
      "shards", String.join(",", Solr.core("a").shard(), Solr.core("b").shard(), d.shard()),
      "shards.tolerant", "true",
      "rows", "20",
      "fl", "id,raw:nseekSimilarity(f32,$v)"
    };
    AtomicBoolean isStopped = new AtomicBoolean();
    CountDownLatch searched = new CountDownLatch(5);
    CompletableFuture<Map<Outcome, Integer>> searches =
        CompletableFuture.supplyAsync(
            () -> {
              Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
              for (int after = 0; after < 20; after += isStopped.get() ? 1 : 0) {
                outcomes.merge(outcome(request, complete, partial), 1, Integer::sum);
                searched.countDown();
              }
              return outcomes;
            });
    searched.await();
    stopped.close();
    isStopped.set(true);
    Map<Outcome, Integer> outcomes = searches.get();
    assertTrue(outcomes.get(Outcome.COMPLETE) >= 5, outcomes::toString);
    request[7] = "false";
    HttpCore.Answer refused = Solr.core("a").request("/select", request);
    assertTrue(refused.status() >= 500, () -> refused.body().toString());
    assertTrue(refused.body().toString().contains(d.shard()), () -> refused.body().toString());
  }

  private static boolean isLost(Vectors.Hit hit) {
    return hit.id().startsWith("d");
  }

  /** What may happen; where hits are wrong for what the answer says it is, nothing is returned. */
  private static Outcome outcome(
      String[] request, List<Vectors.Hit> complete, List<Vectors.Hit> partial) {
    try {
      HttpCore.Answer answer = Solr.core("a").request("/select", request);
      if (answer.status() >= 500) {
        return Outcome.ERROR;
      }
      if (!answer.isPartial()) {
        Hits.assertSame(complete, answer);
        return Outcome.COMPLETE;
      }
      // The shard may be lost when its hits are known already, but not yet their fields.
      boolean isOnlyShorter = answer.ids().size() < partial.size();
      Hits.assertSame(
          isOnlyShorter ? complete.stream().filter(hit -> !isLost(hit)).toList() : partial, answer);
      return Outcome.PARTIAL;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
