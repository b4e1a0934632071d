package org.nseekfs.codec.scan;

import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnCollector;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.RowLayout;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.codec.spi.SearchCodes;

/**
 * Gives Lucene's scores to a collector that is not ours. Its {@code k} says nothing: it may group
 * documents, or take all above a similarity. So it is offered all but what it says cannot compete.
 */
public final class ScoreCollector extends RawCollector {

  /** What such a collector is taken to want at least, in hits. */
  private static final int ASSUMED_K = 32;

  private final KnnCollector collector;
  private final FieldEntry entry;

  /** Gives {@code collector} scores of a field. */
  public ScoreCollector(KnnCollector collector, FieldEntry entry) {
    super(
        0,
        DocIdSetIterator.NO_MORE_DOCS,
        SearchCodes.certified(Math.max(ASSUMED_K, collector.k())));
    this.collector = collector;
    this.entry = entry;
  }

  @Override
  public void collectRaws(int[] docs, int from, double[] raws, int count) {
    RowLayout rows = entry.rows();
    float least = collector.minCompetitiveSimilarity();
    for (int i = 0; i < count; i++) {
      float score =
          RawScores.score(entry.similarityFunction(), rows.type(), rows.dimension(), raws[i]);
      if (score >= least && collector.collect(docs[from + i], score)) {
        least = collector.minCompetitiveSimilarity();
      }
    }
  }

  @Override
  protected double minKey() {
    return collector.minCompetitiveSimilarity();
  }

  @Override
  protected double leastRaw(double key) {
    RowLayout rows = entry.rows();
    return RawScores.leastRaw(
        entry.similarityFunction(), rows.type(), rows.dimension(), (float) key);
  }
}
