package org.nseekfs.search.execution;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.search.AcceptDocs;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.codec.spi.TargetSearch;
import org.nseekfs.search.leaf.VectorLeaf;

/** One search's share of a part of a leaf, run by one thread; the best documents go to a heap. */
final class PartSearch extends RawCollector {

  private final VectorLeaf leaf;
  private final AcceptDocs acceptDocs;
  private final SharedSearch search;
  private final double share;
  private BestDocs best;

  /** A key that documents must reach, whatever is in the heap. */
  private double threshold;

  /** Whether the threshold is to change only when it is told to. */
  private boolean isIsolated;

  private boolean isForeign;
  private boolean isGivenBack;

  /**
   * The share of {@code search} in {@code part}.
   *
   * @param acceptDocs the documents of the leaf that may be hits; read by several threads
   * @param share which part of all documents searched are in the leaf
   */
  PartSearch(LeafPart part, AcceptDocs acceptDocs, SharedSearch search, double share) {
    super(part.minDoc(), part.maxDoc(), search.codes());
    this.leaf = part.leaf();
    this.acceptDocs = acceptDocs;
    this.search = search;
    this.share = share;
  }

  /** Must come first. */
  void begin() {
    best = codes().isLsh() ? search.newBest().get() : search.takeBest();
    threshold = search.threshold().get();
  }

  /** This search as one that a reader runs together with others. */
  TargetSearch ofTarget() {
    return new TargetSearch(search.question().target(), this, acceptDocs);
  }

  /** Searches, if the part's reader has not done that already and the deadline has not passed. */
  void run() throws IOException {
    if (isAcknowledged() || search.deadline().check()) {
      return;
    }
    if (leaf.isOurs()) {
      searchReader();
    }
    if (!isAcknowledged()) {
      isForeign = new ValueScan(leaf, search.question().target(), this).run(acceptDocs);
    }
  }

  private void searchReader() throws IOException {
    try {
      leaf.search(search.question().target(), this, acceptDocs);
    } catch (UnsupportedOperationException e) {
      // Readers made for merging (sorting, slow composite ones) have vectors, but no search.
      if (isAcknowledged()) {
        throw e;
      }
    }
  }

  @Override
  public boolean earlyTerminated() {
    return super.earlyTerminated() || search.deadline().check();
  }

  @Override
  public void scored(int count, long bytes) {
    super.scored(count, bytes);
    exchangeThreshold();
  }

  @Override
  public void collectRaws(int[] docs, int from, double[] raws, int count) {
    double least = minRaw();
    for (int i = 0; i < count; i++) {
      if (raws[i] < least) {
        continue;
      }
      int doc = leaf.context().docBase + docs[from + i];
      double key = search.question().ranking().key(leaf, raws[i]);
      if (best.accepts(doc, key)) {
        best.add(doc, key, raws[i]);
        least = minRaw();
      }
    }
  }

  @Override
  protected double minKey() {
    return best.isFull() ? Math.max(threshold, best.worstKey()) : threshold;
  }

  @Override
  protected double leastRaw(double key) {
    return search.question().ranking().leastRaw(leaf, key);
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
  public double share() {
    return share;
  }

  @Override
  public void isolate() {
    isIsolated = true;
    adoptAgreed();
  }

  /** Other leaves' hits, as far as they are known by then, spare a leaf much of its search. */
  @Override
  public boolean waits() {
    return share < 1;
  }

  /** Goes by what all threads agree that documents must reach, and by nothing else. */
  void adoptAgreed() {
    threshold = search.agreed().get();
  }

  /** Tells the other threads what this one knows, and learns what they know. */
  void exchangeThreshold() {
    if (best.isFull()) {
      search.threshold().accumulate(best.worstKey());
    }
    if (!isIsolated) {
      threshold = search.threshold().get();
    }
  }

  /** Must come last, however the search ended; and again after a rest. */
  void end() {
    exchangeThreshold();
    if (!isGivenBack) {
      search.giveBack(best);
      isGivenBack = true;
    }
  }

  VectorLeaf leaf() {
    return leaf;
  }

  /** The best documents found here; null before {@link #begin}. */
  BestDocs best() {
    return best;
  }

  /** Whether there were vectors that our reader did not search. */
  boolean isForeign() {
    return isForeign;
  }
}
