package org.nseekfs.opensearch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.nseekfs.adapter.KnnRequest;
import org.opensearch.action.search.SearchResponse;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.index.query.QueryBuilders;
import org.opensearch.search.SearchHit;
import org.opensearch.test.InternalTestCluster;
import org.opensearch.test.OpenSearchIntegTestCase.ClusterScope;
import org.opensearch.test.OpenSearchIntegTestCase.Scope;
import org.opensearch.transport.client.Client;

/** A node is stopped while others index and search. */
@ClusterScope(
    scope = Scope.TEST,
    numDataNodes = 2,
    numClientNodes = 0,
    supportsDedicatedMasters = false)
public class NodeLossTest extends NodesTestCase {

  private static final int DIMENSION = 8;
  private static final String INDEX = "kept";

  /** Never changed while threads run. */
  private final Corpus old = new Corpus(DIMENSION, 41);

  private final Map<String, float[]> acknowledged = new ConcurrentHashMap<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicInteger searched = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicReference<Throwable> wrong = new AtomicReference<>();
  private volatile Client survivor;

  public void testNoAnswerIsWrongAndNoAcknowledgedDocumentIsLost() throws Exception {
    createIndex(INDEX, "\"dimension\":" + DIMENSION, 3, 1);
    old.index(INDEX, 0, 1200, true);
    List<String> nodes = new ArrayList<>(Set.of(internalCluster().getNodeNames()));
    survivor = internalCluster().client(nodes.get(0));
    List<Thread> threads =
        List.of(
            start(this::indexNew, 1), start(this::indexNew, 2),
            start(this::searchOld, 3), start(this::searchOld, 4));
    assertBusy(() -> assertTrue(acknowledged.size() > 50 && searched.get() > 20));
    int before = acknowledged.size();
    internalCluster().stopRandomNode(InternalTestCluster.nameFilter(nodes.get(1)));
    assertBusy(() -> assertTrue(wrong.get() != null || acknowledged.size() > before + 50));
    int answered = searched.get();
    assertBusy(() -> assertTrue(wrong.get() != null || searched.get() > answered + 20));
    stop.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    if (wrong.get() != null) {
      throw new AssertionError("after " + searched + " searches", wrong.get());
    }
    assertAllAreFound();
    internalCluster().startNode();
    ensureGreen(INDEX);
    assertAllAreFound();
    logger.info(
        "{} searches answered, {} not, {} documents acknowledged",
        searched,
        unanswered,
        acknowledged.size());
  }

  /** What a thread does again and again. */
  private interface Step {
    void run(Random random) throws Exception;
  }

  private Thread start(Step step, long seed) {
    Random random = new Random(seed);
    Thread thread =
        new Thread(
            () -> {
              while (!stop.get() && wrong.get() == null) {
                try {
                  step.run(random);
                } catch (AssertionError e) {
                  wrong.set(e);
                } catch (Exception e) {
                  // Requests may fail while a node goes; answers may not be wrong.
                  unanswered.incrementAndGet();
                }
              }
            });
    thread.start();
    return thread;
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private void indexNew(Random random) {
    float[] vector = vector(random);
    String id = "new-" + random.nextLong();
    survivor.prepareIndex(INDEX).setId(id).setSource(Map.of("emb", vector, "group", "new")).get();
    acknowledged.put(id, vector);
  }

  private void searchOld(Random random) {
    float[] target = vector(random);
    List<String> expected = old.nearest(target, 10).stream().map(Corpus.Hit::id).toList();
    QueryBuilder isOld = QueryBuilders.boolQuery().mustNot(QueryBuilders.termQuery("group", "new"));
    List<String> found = nearest(target, 10, isOld);
    if (found != null) {
      assertEquals(expected, found);
      searched.incrementAndGet();
    }
  }

  /** The ids of the nearest; null if a shard could not say. */
  private List<String> nearest(float[] target, int k, QueryBuilder filter) {
    List<Double> elements = new ArrayList<>();
    for (float element : target) {
      elements.add((double) element);
    }
    SearchResponse response =
        survivor
            .prepareSearch(INDEX)
            .setQuery(new KnnQueryBuilder("emb", elements, KnnRequest.exact(k), filter))
            .setSize(k)
            .get();
    if (response.getFailedShards() > 0 || response.getSuccessfulShards() < 3) {
      unanswered.incrementAndGet();
      return null;
    }
    List<String> ids = new ArrayList<>();
    for (SearchHit hit : response.getHits()) {
      ids.add(hit.getId());
    }
    return ids;
  }

  private void assertAllAreFound() {
    ensureYellow(INDEX);
    survivor.admin().indices().prepareRefresh(INDEX).get();
    Corpus all = new Corpus(DIMENSION, 42);
    all.vectors().putAll(old.vectors());
    all.vectors().putAll(acknowledged);
    for (String id : acknowledged.keySet()) {
      assertTrue(id, survivor.prepareGet(INDEX, id).get().isExists());
    }
    List<String> every = nearest(all.randomVector(), 10_000, null);
    assertTrue(every.containsAll(all.vectors().keySet()));
    Set<String> known = all.vectors().keySet();
    for (int i = 0; i < 20; i++) {
      float[] target = all.randomVector();
      // A document whose acknowledgement was lost may be there as well.
      List<String> found =
          nearest(target, 30, null).stream().filter(known::contains).limit(10).toList();
      assertEquals(all.nearest(target, 10).stream().map(Corpus.Hit::id).toList(), found);
    }
  }
}
