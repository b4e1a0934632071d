package org.nseekfs.codec.scan;

import org.apache.lucene.search.KnnCollector;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.RowLayout;
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.codec.spi.RawSearchStrategy;

/** Where a scan's raw values go. Used by one search. */
public abstract sealed class HitSink {

  private final KnnCollector collector;

  private HitSink(KnnCollector collector) {
    this.collector = collector;
  }

  /** Whether the collector wants no more. */
  public final boolean isDone() {
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

  /** The smallest raw value that can still matter. */
  public abstract double minRaw();

  /** Counts rows that were scored. */
  void scored(int count) {
    collector.incVisitedCount(count);
  }

  /** Counts accepted rows that were not scored, and the largest bound among them. */
  void pruned(PruneStage stage, int count, double largestBound) {}

  /** Counts bytes of codes that were read. */
  public void codesRead(long bytes) {}

  /** Raw values go to our strategy. */
  public static final class Raw extends HitSink {
    private final RawSearchStrategy strategy;
    private final int rowBytes;

    public Raw(KnnCollector collector, RawSearchStrategy strategy, RowLayout rows) {
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
    public double minRaw() {
      return strategy.minRaw();
    }

    @Override
    void scored(int count) {
      super.scored(count);
      strategy.work().count(count, (long) count * rowBytes);
    }

    @Override
    void pruned(PruneStage stage, int count, double largestBound) {
      strategy.work().prune(stage, count, largestBound);
    }

    @Override
    public void codesRead(long bytes) {
      strategy.work().count(0, bytes);
    }
  }

  /**
   * Scores go to a collector that is not ours. Its {@code k} says nothing: it may group documents,
   * or take all above a similarity. So it is offered all but what it says cannot compete.
   */
  public static final class Scores extends HitSink {
    private final KnnCollector collector;
    private final FieldEntry entry;
    private float competitive = Float.NEGATIVE_INFINITY;
    private double minRaw = Double.NEGATIVE_INFINITY;

    public Scores(KnnCollector collector, FieldEntry entry) {
      super(collector);
      this.collector = collector;
      this.entry = entry;
    }

    @Override
    public double minRaw() {
      float current = collector.minCompetitiveSimilarity();
      if (current != competitive) {
        RowLayout rows = entry.rows();
        minRaw =
            RawScores.leastRaw(entry.similarityFunction(), rows.type(), rows.dimension(), current);
        competitive = current;
      }
      return minRaw;
    }

    @Override
    void offer(int[] docs, int from, double[] raw, int count) {
      RowLayout rows = entry.rows();
      float least = collector.minCompetitiveSimilarity();
      for (int i = 0; i < count; i++) {
        float score =
            RawScores.score(entry.similarityFunction(), rows.type(), rows.dimension(), raw[i]);
        if (score >= least && collector.collect(docs[from + i], score)) {
          least = collector.minCompetitiveSimilarity();
        }
      }
    }
  }
}
