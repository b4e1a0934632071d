package org.nseekfs.search.execution;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.nseekfs.search.leaf.Parents;
import org.nseekfs.search.leaf.VectorLeaf;

/**
 * The best documents of one search, in as many heaps as threads have worked on it at once: parts
 * that run one after the other go on with the same heap, so that the later ones know what is worth
 * keeping, in another segment too.
 */
final class BestDocsPool {

  private final Supplier<BestDocs> newBest;
  private final Queue<BestDocs> idle = new ConcurrentLinkedQueue<>();

  /** What keeps the hits of a search of {@code leaves}. */
  static BestDocsPool of(Question question, List<VectorLeaf> leaves) throws IOException {
    if (question.parents() == null) {
      return new BestDocsPool(() -> new BestDocs(question.k()));
    }
    Parents parents = Parents.of(leaves, question.parents());
    return new BestDocsPool(() -> new BestChildren(question.k(), parents));
  }

  /** A pool of heaps that {@code newBest} makes. */
  BestDocsPool(Supplier<BestDocs> newBest) {
    this.newBest = newBest;
  }

  /** A heap for one part, until {@link #giveBack}. */
  BestDocs take() {
    BestDocs best = idle.poll();
    return best == null ? newBest.get() : best;
  }

  /** A heap that nothing has been found for. */
  BestDocs fresh() {
    return newBest.get();
  }

  void giveBack(BestDocs best) {
    idle.add(best);
  }

  /** The best of all heaps in one, once every part has given back its own. */
  BestDocs merged() {
    BestDocs merged = take();
    for (BestDocs best = idle.poll(); best != null; best = idle.poll()) {
      merged.addAll(best);
    }
    return merged;
  }
}
