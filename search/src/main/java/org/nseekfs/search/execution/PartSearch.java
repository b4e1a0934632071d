package org.nseekfs.search.execution;

import java.io.IOException;
import org.apache.lucene.search.AcceptDocs;
import org.nseekfs.codec.spi.TargetSearch;

/** One search's share of a part of a leaf, run by one thread. */
final class PartSearch {

  private final LeafPart part;
  private final AcceptDocs acceptDocs;
  private final SharedSearch search;
  private final double share;
  private BestDocs best;
  private PartStrategy strategy;
  private boolean isForeign;
  private boolean isGivenBack;

  /**
   * The share of {@code search} in {@code part}.
   *
   * @param acceptDocs the documents of the leaf that may be hits; read by several threads
   * @param share which part of all documents searched are in the leaf
   */
  PartSearch(LeafPart part, AcceptDocs acceptDocs, SharedSearch search, double share) {
    this.part = part;
    this.acceptDocs = acceptDocs;
    this.search = search;
    this.share = share;
  }

  /** Must come first. */
  void begin() {
    best = search.codes().isLsh() ? search.best().fresh() : search.best().take();
    strategy = new PartStrategy(part, search, best, share);
  }

  /** This search as one that a reader runs together with others. */
  TargetSearch shared() {
    return new TargetSearch(search.question().target(), collector(), acceptDocs);
  }

  /** Searches, if the part's reader has not done that already and the deadline has not passed. */
  void run() throws IOException {
    if (strategy.isAcknowledged() || search.deadline().check()) {
      return;
    }
    if (part.leaf().isOurs()) {
      searchReader();
    }
    if (!strategy.isAcknowledged()) {
      isForeign = new ValueScan(part, search, strategy).run(acceptDocs);
    }
  }

  private void searchReader() throws IOException {
    try {
      part.leaf().search(search.question().target(), collector(), acceptDocs);
    } catch (UnsupportedOperationException e) {
      // Readers made for merging (sorting, slow composite ones) have vectors, but no search.
      if (strategy.isAcknowledged()) {
        throw e;
      }
    }
  }

  private PartCollector collector() {
    return new PartCollector(strategy, search.deadline());
  }

  /** Whether the reader has left a rest of this search for {@link #runRest}. */
  boolean hasRest() {
    return strategy.rest() != null;
  }

  /** Takes a key that documents must reach by what all parts have found, rest or no rest. */
  void raise(double key) {
    strategy.raise(key);
  }

  /** Searches on where the reader has left off. */
  void runRest() throws IOException {
    strategy.rest().run();
  }

  /** Must come last, however the search ended; and again after a rest. */
  void end() {
    strategy.exchangeThreshold();
    if (!isGivenBack) {
      search.best().giveBack(best);
      isGivenBack = true;
    }
  }

  LeafPart part() {
    return part;
  }

  /** The best documents found here. */
  BestDocs best() {
    return best;
  }

  /** What counted this part's work. */
  PartStrategy strategy() {
    return strategy;
  }

  /** Whether there were vectors that our reader did not search. */
  boolean isForeign() {
    return isForeign;
  }

  String segmentName() {
    return part.leaf().segmentName();
  }
}
