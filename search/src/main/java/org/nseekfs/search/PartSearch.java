package org.nseekfs.search;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.ExitableDirectoryReader.ExitingReaderException;

/** The search of one part of a leaf, by one thread. */
final class PartSearch {

  private final LeafPart part;
  private final SharedSearch search;
  private final PartStrategy strategy;
  private boolean isForeign;

  private PartSearch(LeafPart part, SharedSearch search) {
    this.part = part;
    this.search = search;
    this.strategy = new PartStrategy(part, search);
  }

  /** Searches {@code part}; what was found until the deadline, if that passes. */
  static PartSearch run(LeafPart part, SharedSearch search) throws IOException {
    PartSearch partSearch = new PartSearch(part, search);
    try {
      partSearch.run();
    } catch (ExitingReaderException e) {
      // ExitableDirectoryReader's way to say what earlyTerminated() says; the result is flagged.
      search.deadline().pass();
    }
    return partSearch;
  }

  private void run() throws IOException {
    if (search.deadline().check()) {
      return;
    }
    if (part.leaf().isOurs()) {
      searchReader();
    }
    if (!strategy.isAcknowledged()) {
      isForeign = ValueScan.run(part, search, strategy);
    }
    strategy.exchangeThreshold();
  }

  private void searchReader() throws IOException {
    VectorLeaf leaf = part.leaf();
    PartCollector collector = new PartCollector(strategy, search.deadline());
    try {
      search.target().search(leaf.reader(), leaf.field(), collector, part.acceptDocs());
    } catch (UnsupportedOperationException e) {
      // Readers made for merging (sorting, slow composite ones) have vectors, but no search.
      if (strategy.isAcknowledged()) {
        throw e;
      }
    }
  }

  /** The documents found, with the ids they have in the whole index, in no order. */
  void drainTo(List<RawScoreDoc> hits) {
    strategy.drainTo(hits);
  }

  /** Documents that are accepted and have a vector. */
  long documentsCompared() {
    return strategy.collected();
  }

  long documentsScored() {
    return strategy.documentsScored();
  }

  long bytesRead() {
    return strategy.bytesRead();
  }

  /** Whether there were vectors that our reader did not search. */
  boolean isForeign() {
    return isForeign;
  }

  String segmentName() {
    return part.leaf().segmentName();
  }
}
