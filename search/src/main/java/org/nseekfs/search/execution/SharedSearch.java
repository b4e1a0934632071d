package org.nseekfs.search.execution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.DoubleAccumulator;
import org.nseekfs.codec.spi.SearchCodes;
import org.nseekfs.search.leaf.VectorLeaf;

/**
 * What the parts of one search have in common.
 *
 * @param threshold a lower bound of the k-th best key of the whole search: the largest k-th best
 *     key of any heap. Documents strictly below it cannot be among the k best; ties can.
 * @param parts all of them
 */
record SharedSearch(
    Question question,
    SearchCodes codes,
    DoubleAccumulator threshold,
    BestDocsPool best,
    Deadline deadline,
    List<PartSearch> parts) {

  /** A search of {@code leaves} that has no parts yet. */
  static SharedSearch of(
      Question question, SearchMode mode, List<VectorLeaf> leaves, Deadline deadline)
      throws IOException {
    return new SharedSearch(
        question,
        mode.codes().apply(question.expectedHits()),
        new DoubleAccumulator(Math::max, question.minRaw()),
        BestDocsPool.of(question, leaves),
        deadline,
        new ArrayList<>());
  }
}
