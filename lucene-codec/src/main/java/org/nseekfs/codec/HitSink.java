package org.nseekfs.codec;

import org.apache.lucene.search.KnnCollector;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.RowLayout;

/** Where a scan's raw values go. Used by one search. */
abstract sealed class HitSink {

  private final KnnCollector collector;

  private HitSink(KnnCollector collector) {
    this.collector = collector;
  }

  /** Whether the collector wants no more. */
  final boolean isDone() {
    return collector.earlyTerminated();
  }

  /** Rows that may yet be scored; at least 1 unless {@link #isDone}. */
  final long allowance() {
    return Math.max(1, collector.visitLimit() - collector.visitedCount());
  }

  /**
   * Takes the raw values of {@code count} documents, which start at {@code from} in {@code docs}
   * and at 0 in {@code raw}.
   */
  abstract void offer(int[] docs, int from, double[] raw, int count);

  /** Counts rows that were scored. */
  void scored(int count) {
    collector.incVisitedCount(count);
  }

  /** Raw values go to our strategy. */
  static final class Raw extends HitSink {
    private final RawSearchStrategy strategy;
    private final int rowBytes;

    Raw(KnnCollector collector, RawSearchStrategy strategy, RowLayout rows) {
      super(collector);
      this.strategy = strategy;
      this.rowBytes = rows.rowBytes();
    }

    @Override
    void offer(int[] docs, int from, double[] raw, int count) {
      for (int i = 0; i < count; i++) {
        strategy.collect(docs[from + i], raw[i]);
      }
    }

    @Override
    void scored(int count) {
      super.scored(count);
      strategy.count(count, (long) count * rowBytes);
    }
  }

  /**
   * Scores go to a collector that is not ours. Its {@code k} says nothing: it may group documents,
   * or take all above a similarity. So it is offered all but what it says cannot compete.
   */
  static final class Scores extends HitSink {
    private final KnnCollector collector;
    private final FieldEntry entry;

    Scores(KnnCollector collector, FieldEntry entry) {
      super(collector);
      this.collector = collector;
      this.entry = entry;
    }

    @Override
    void offer(int[] docs, int from, double[] raw, int count) {
      RowLayout rows = entry.rows();
      float competitive = collector.minCompetitiveSimilarity();
      for (int i = 0; i < count; i++) {
        float score =
            RawScores.score(entry.similarityFunction(), rows.type(), rows.dimension(), raw[i]);
        if (score >= competitive && collector.collect(docs[from + i], score)) {
          competitive = collector.minCompetitiveSimilarity();
        }
      }
    }
  }
}
