package org.nseekfs.codec.spi;

import java.util.Objects;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.IORunnable;

/**
 * A collector of raw values, by which a search of ours and the reader of a segment talk to each
 * other: which documents to search, what raw value still matters, what was done. Made for one
 * search of (a part of) one leaf, used by one thread.
 *
 * <p>A reader that knows this class finds it by {@link #of}, wrapped or not, and calls {@link
 * #acknowledge} before its first {@link #collectRaws}. Any other takes it for one of Lucene's
 * collectors, which wants no more and keeps nothing. So no acknowledgement means that the segment
 * is in another format, or that something on the way has lost the collector.
 */
public abstract class RawCollector implements KnnCollector, RawTaker {

  private final int minDoc;
  private final int maxDoc;
  private final SearchCodes codes;
  private final LeafWork work = new LeafWork();
  private final KnnSearchStrategy strategy = new Strategy(this);

  /** What the reader was given, which may end the search. */
  private KnnCollector outermost = this;

  private boolean isAcknowledged;
  private boolean isCutShort;
  private IORunnable rest;

  /** The key and the smallest raw value that has it, as last converted. */
  private double convertedKey = Double.NEGATIVE_INFINITY;

  private double minRaw = Double.NEGATIVE_INFINITY;

  /**
   * A collector of the documents from {@code minDoc} to before {@code maxDoc} of a leaf.
   *
   * @param codes shared by all parts of a search
   * @throws IllegalArgumentException if that is no range
   */
  protected RawCollector(int minDoc, int maxDoc, SearchCodes codes) {
    if (minDoc < 0 || maxDoc < minDoc) {
      throw new IllegalArgumentException(
          "minDoc..maxDoc must be a range of documents, got " + minDoc + ".." + maxDoc);
    }
    this.minDoc = minDoc;
    this.maxDoc = maxDoc;
    this.codes = Objects.requireNonNull(codes, "codes");
  }

  /** The collector of this kind that {@code collector} is or wraps; null if there is none. */
  public static RawCollector of(KnnCollector collector) {
    if (collector instanceof RawCollector raw) {
      return raw;
    }
    return collector.getSearchStrategy() instanceof Strategy wrapped ? wrapped.of : null;
  }

  /** The first document to search. */
  public final int minDoc() {
    return minDoc;
  }

  /** The document after the last to search. */
  public final int maxDoc() {
    return maxDoc;
  }

  /** What the parts of this search share about codes. */
  public final SearchCodes codes() {
    return codes;
  }

  /** What this search has done so far, counted by the reader. */
  public final LeafWork work() {
    return work;
  }

  /**
   * The reader's word that it gives raw values.
   *
   * @param outermost what it was given: this, a wrapper, or what this stands for; ends the search,
   *     by its visit limit too
   */
  public final void acknowledge(KnnCollector outermost) {
    this.outermost = outermost;
    isAcknowledged = true;
  }

  /** Whether the reader is to end, since what it was given wants no more; asked by the reader. */
  public final boolean isDone() {
    isCutShort |= outermost.earlyTerminated() || visitsLeft() <= 0;
    return isCutShort;
  }

  /** How many more documents may be scored. */
  public final long visitsLeft() {
    return outermost.visitLimit() - outermost.visitedCount();
  }

  /** Whether the reader was told to end, be it that nothing was left to search. */
  public final boolean isCutShort() {
    return isCutShort;
  }

  /** Whether the reader gives raw values. */
  public final boolean isAcknowledged() {
    return isAcknowledged;
  }

  /** Counts documents whose rows were scored, and the bytes read for that. */
  public void scored(int count, long bytes) {
    work.score(count, bytes);
    outermost.incVisitedCount(count);
  }

  /**
   * The smallest raw value that can still matter: documents whose raw value is certainly below need
   * not be collected. May be known from the start; never falls once a search has begun.
   */
  public final double minRaw() {
    double key = minKey();
    if (key != convertedKey) {
      minRaw = leastRaw(key);
      convertedKey = key;
    }
    return minRaw;
  }

  /** The smallest key, of what documents are ranked by, that can still matter. */
  protected abstract double minKey();

  /** The smallest raw value whose key is at least {@code key}: the same, if that ranks. */
  protected double leastRaw(double key) {
    return key;
  }

  /** Raw values of the best documents collected here, in any order; none if they are not kept. */
  public double[] bestRaws() {
    return new double[0];
  }

  /** Which part of all documents searched are in this leaf, above 0 and at most 1. */
  public double share() {
    return 1;
  }

  /**
   * Says that what this search finds depends on what {@link #minRaw} tells: from now on that must
   * depend on nothing but what was collected here, and what is known when the {@link #rest} is run.
   */
  public void isolate() {}

  /** Whether a search that has begun may leave the rest for later. */
  public boolean waits() {
    return false;
  }

  /** Takes the rest of a search, to be run when {@link #minRaw} knows what others have found. */
  public final void leave(IORunnable rest) {
    this.rest = rest;
  }

  /** What is left of the search; null if it has come to its end. */
  public final IORunnable rest() {
    return rest;
  }

  @Override
  public boolean earlyTerminated() {
    return !isAcknowledged;
  }

  @Override
  public final long visitLimit() {
    return Long.MAX_VALUE;
  }

  @Override
  public final long visitedCount() {
    return work.scored();
  }

  @Override
  public final void incVisitedCount(int count) {
    // What wraps this may want to know; here scored() counts.
  }

  @Override
  public final int k() {
    return 1;
  }

  @Override
  public final boolean collect(int docId, float similarity) {
    return false;
  }

  @Override
  public final float minCompetitiveSimilarity() {
    return Float.NEGATIVE_INFINITY;
  }

  @Override
  public final TopDocs topDocs() {
    return new TopDocs(new TotalHits(visitedCount(), TotalHits.Relation.EQUAL_TO), new ScoreDoc[0]);
  }

  @Override
  public final KnnSearchStrategy getSearchStrategy() {
    return strategy;
  }

  /** By which a collector is found in its wrappers, which hand this on. */
  private static final class Strategy extends KnnSearchStrategy {
    private final RawCollector of;

    Strategy(RawCollector of) {
      this.of = of;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public void nextVectorsBlock() {}
  }
}
