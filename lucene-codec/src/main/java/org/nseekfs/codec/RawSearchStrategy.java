package org.nseekfs.codec;

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
  private boolean acknowledged;
  private long documentsScored;
  private long bytesRead;

  /**
   * A strategy for the documents from {@code minDoc} to before {@code maxDoc} of a leaf.
   *
   * @throws IllegalArgumentException if that is no range
   */
  protected RawSearchStrategy(int minDoc, int maxDoc) {
    if (minDoc < 0 || maxDoc < minDoc) {
      throw new IllegalArgumentException(
          "minDoc..maxDoc must be a range of documents, got " + minDoc + ".." + maxDoc);
    }
    this.minDoc = minDoc;
    this.maxDoc = maxDoc;
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

  /** Takes an accepted document's raw value; documents come in ascending order. */
  public abstract void collect(int doc, double raw);

  /** The reader's word that it obeys this strategy. */
  public final void acknowledge() {
    acknowledged = true;
  }

  /** Whether the reader obeyed this strategy. */
  public final boolean isAcknowledged() {
    return acknowledged;
  }

  /** Counts documents whose rows were scored, and the bytes read for that. */
  public final void count(long documents, long bytes) {
    documentsScored += documents;
    bytesRead += bytes;
  }

  /** Documents scored so far. */
  public final long documentsScored() {
    return documentsScored;
  }

  /** Bytes of rows read so far. */
  public final long bytesRead() {
    return bytesRead;
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
