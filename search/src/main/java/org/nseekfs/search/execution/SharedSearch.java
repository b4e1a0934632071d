package org.nseekfs.search.execution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.function.Supplier;
import org.nseekfs.codec.spi.SearchCodes;
import org.nseekfs.search.leaf.Parents;
import org.nseekfs.search.leaf.VectorLeaf;

/**
 * What the parts of one search have in common.
 *
 * <p>The best documents are in as many heaps as threads have worked on it at once: parts that run
 * one after the other go on with the same heap, so that the later ones know what is worth keeping,
 * in another segment too.
 *
 * @param threshold a lower bound of the k-th best key of the whole search: the largest k-th best
 *     key of any heap. Documents strictly below it cannot be among the k best; ties can.
 * @param agreed such a bound that does not depend on the number of threads and their speed: it
 *     changes only while no part is searched
 * @param newBest makes a heap that nothing has been found for
 * @param idle heaps that no part works with
 * @param parts all of them
 */
record SharedSearch(
    Question question,
    SearchCodes codes,
    DoubleAccumulator threshold,
    DoubleAccumulator agreed,
    Supplier<BestDocs> newBest,
    Queue<BestDocs> idle,
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
        new DoubleAccumulator(Math::max, question.minRaw()),
        newBest(question, leaves),
        new ConcurrentLinkedQueue<>(),
        deadline,
        new ArrayList<>());
  }

  private static Supplier<BestDocs> newBest(Question question, List<VectorLeaf> leaves)
      throws IOException {
    if (question.parents() == null) {
      return () -> new BestDocs(question.k());
    }
    Parents parents = Parents.of(leaves, question.parents());
    return () -> new BestChildren(question.k(), parents);
  }

  /** A heap for one part, until {@link #giveBack}. */
  BestDocs takeBest() {
    BestDocs best = idle.poll();
    return best == null ? newBest.get() : best;
  }

  void giveBack(BestDocs best) {
    idle.add(best);
  }

  /** The best of all heaps in one, once every part has given back its own. */
  BestDocs mergedBest() {
    BestDocs merged = takeBest();
    for (BestDocs best = idle.poll(); best != null; best = idle.poll()) {
      merged.addAll(best);
    }
    return merged;
  }
}
