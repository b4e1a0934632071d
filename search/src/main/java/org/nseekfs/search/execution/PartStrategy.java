package org.nseekfs.search.execution;

import java.util.Arrays;
import org.nseekfs.codec.spi.RawSearchStrategy;
import org.nseekfs.search.leaf.VectorLeaf;

/** Takes the documents of one part of a leaf; the best go to a heap. */
final class PartStrategy extends RawSearchStrategy {

  private final VectorLeaf leaf;
  private final SharedSearch search;
  private final BestDocs best;
  private final double share;
  private double threshold;

  /** Whether the threshold is to change only when it is told to. */
  private boolean isIsolated;

  /** The key and the smallest raw value that has it, as last converted. */
  private double minKey = Double.NEGATIVE_INFINITY;

  private double minRaw = Double.NEGATIVE_INFINITY;

  /**
   * The strategy of {@code part}, whose documents go to {@code best}.
   *
   * @param share which part of all documents searched are in the leaf
   */
  PartStrategy(LeafPart part, SharedSearch search, BestDocs best, double share) {
    super(part.minDoc(), part.maxDoc(), search.codes());
    this.leaf = part.leaf();
    this.search = search;
    this.best = best;
    this.share = share;
    this.threshold = search.threshold().get();
  }

  @Override
  public double share() {
    return share;
  }

  @Override
  public void isolate() {
    isIsolated = true;
    threshold = search.question().minRaw();
  }

  /** Other leaves' hits, as far as they are known by then, spare a leaf much of its search. */
  @Override
  public boolean waits() {
    return share < 1;
  }

  /** Takes a key that documents must reach, whatever else is found. */
  void raise(double key) {
    threshold = Math.max(threshold, key);
  }

  @Override
  public double minRaw() {
    double key = best.isFull() ? Math.max(threshold, best.worstKey()) : threshold;
    if (key != minKey) {
      minKey = key;
      minRaw = search.question().ranking().leastRaw(leaf, key);
    }
    return minRaw;
  }

  @Override
  public double[] bestRaws() {
    double[] raws = new double[best.size()];
    for (int slot = 0; slot < raws.length; slot++) {
      raws[slot] = best.raw(slot);
    }
    return raws;
  }

  /** Documents found that reach what hits must, as far as this part knows. */
  long reaching() {
    double least = minRaw();
    return Arrays.stream(bestRaws()).filter(raw -> raw >= least).count();
  }

  @Override
  public void collect(int doc, double raw) {
    // As last converted first: most documents are below that already.
    if (raw < minRaw || raw < minRaw()) {
      return;
    }
    int globalDoc = leaf.context().docBase + doc;
    double key = search.question().ranking().key(leaf, raw);
    if (best.accepts(globalDoc, key)) {
      best.add(globalDoc, key, raw);
    }
  }

  /** Tells the other threads what this one knows, and learns what they know. */
  void exchangeThreshold() {
    if (best.isFull()) {
      search.threshold().raise(best.worstKey());
    }
    if (!isIsolated) {
      threshold = search.threshold().get();
    }
  }
}
