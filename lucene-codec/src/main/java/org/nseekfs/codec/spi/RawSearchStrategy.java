package org.nseekfs.codec.spi;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;

/**
 * What a search of ours tells the reader of a segment, and what the reader tells it: the range of
 * documents, a sink for raw values, an acknowledgement. Made for one search of (a part of) one
 * leaf, used by one thread, no part of a Query's equality.
 *
 * <p>A reader that knows this class calls {@link #acknowledge} before its first {@link #collect},
 * then offers raw values here instead of scores to the {@link KnnCollector}. No acknowledgement
 * means that the segment is in another format, which ignored the strategy.
 */
public abstract class RawSearchStrategy extends KnnSearchStrategy {

  private final int minDoc;
  private final int maxDoc;
  private final SearchCodes codes;
  private final LeafWork work = new LeafWork();
  private boolean acknowledged;
  private Rest rest;

  /** What is left of a search that has begun. */
  @FunctionalInterface
  public interface Rest {
    void run() throws IOException;
  }

  /**
   * A strategy for the documents from {@code minDoc} to before {@code maxDoc} of a leaf.
   *
   * @param codes shared by all parts of a search
   * @throws IllegalArgumentException if that is no range
   */
  protected RawSearchStrategy(int minDoc, int maxDoc, SearchCodes codes) {
    if (minDoc < 0 || maxDoc < minDoc) {
      throw new IllegalArgumentException(
          "minDoc..maxDoc must be a range of documents, got " + minDoc + ".." + maxDoc);
    }
    this.minDoc = minDoc;
    this.maxDoc = maxDoc;
    this.codes = Objects.requireNonNull(codes, "codes");
  }

  /** The strategy in {@code strategy}, unwrapped; null if it holds none of ours. */
  public static RawSearchStrategy unwrap(KnnSearchStrategy strategy) {
    if (strategy instanceof Seeded seeded) {
      return unwrap(seeded.originalStrategy());
    }
    return strategy instanceof RawSearchStrategy raw ? raw : null;
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
   * The smallest raw value that can still matter: documents whose raw value is certainly below need
   * not be collected. -Infinity at first; never falls.
   */
  public abstract double minRaw();

  /** Raw values of the best documents collected here, in any order. */
  public abstract double[] bestRaws();

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
  public final void leave(Rest rest) {
    this.rest = rest;
  }

  /** What is left of the search; null if it has come to its end. */
  public final Rest rest() {
    return rest;
  }

  /** Takes an accepted document's raw value; documents come in any order, each at most once. */
  public abstract void collect(int doc, double raw);

  /** The reader's word that it obeys this strategy. */
  public final void acknowledge() {
    acknowledged = true;
  }

  /** Whether the reader obeyed this strategy. */
  public final boolean isAcknowledged() {
    return acknowledged;
  }

  @Override
  public final boolean equals(Object other) {
    return this == other;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public final void nextVectorsBlock() {}
}
