package org.nseekfs.search.execution;

import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.knn.KnnSearchStrategy;

/**
 * The collector that carries a {@link PartStrategy} to a reader. It takes no score: a reader that
 * has not acknowledged the strategy is told to stop at once.
 */
final class PartCollector implements KnnCollector {

  private final PartStrategy strategy;
  private final Deadline deadline;
  private long visitedCount;

  PartCollector(PartStrategy strategy, Deadline deadline) {
    this.strategy = strategy;
    this.deadline = deadline;
  }

  @Override
  public boolean earlyTerminated() {
    strategy.exchangeThreshold();
    return !strategy.isAcknowledged() || deadline.check();
  }

  @Override
  public void incVisitedCount(int count) {
    visitedCount += count;
  }

  @Override
  public long visitedCount() {
    return visitedCount;
  }

  @Override
  public long visitLimit() {
    return Long.MAX_VALUE;
  }

  @Override
  public int k() {
    return 1;
  }

  @Override
  public boolean collect(int docId, float similarity) {
    return false;
  }

  @Override
  public float minCompetitiveSimilarity() {
    return Float.NEGATIVE_INFINITY;
  }

  @Override
  public TopDocs topDocs() {
    return new TopDocs(new TotalHits(visitedCount, TotalHits.Relation.EQUAL_TO), new ScoreDoc[0]);
  }

  @Override
  public KnnSearchStrategy getSearchStrategy() {
    return strategy;
  }
}
