package org.nseekfs.search.execution;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.ExitableDirectoryReader.ExitingReaderException;
import org.nseekfs.codec.NSeekVectorsReader;
import org.nseekfs.codec.spi.RawSearchStrategy;

/** What one thread does at a time: all searches of one part of a leaf. */
record PartTask(LeafPart part, List<PartSearch> searches, Deadline deadline) {

  /** Searches the part; what was found until the deadline, if that passes. */
  void run() throws IOException {
    searches.forEach(PartSearch::begin);
    run(
        () -> {
          searchTogether();
          for (PartSearch search : searches) {
            search.run();
          }
        });
  }

  /** Searches on where readers have left off. */
  void runRest() throws IOException {
    run(
        () -> {
          for (PartSearch search : searches) {
            search.runRest();
          }
        });
  }

  private void run(RawSearchStrategy.Rest work) throws IOException {
    try {
      work.run();
    } catch (ExitingReaderException e) {
      // ExitableDirectoryReader's way to say what earlyTerminated() says; the result is flagged.
      deadline.pass();
    } finally {
      searches.forEach(PartSearch::end);
    }
  }

  /** In one pass over the part, where our reader can be had. */
  private void searchTogether() throws IOException {
    NSeekVectorsReader reader = searches.size() > 1 ? part.leaf().nseekReader() : null;
    if (reader != null && !deadline.check()) {
      reader.search(part.leaf().field(), searches.stream().map(PartSearch::shared).toList());
    }
  }
}
