package org.nseekfs.search;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The best documents of one search, in as many heaps as threads have worked on it at once: parts
 * that run one after the other go on with the same heap, so that the later ones know what is worth
 * keeping, in another segment too.
 */
final class BestDocsPool {

  private final int k;
  private final Queue<BestDocs> idle = new ConcurrentLinkedQueue<>();

  BestDocsPool(int k) {
    this.k = k;
  }

  /** A heap for one part, until {@link #giveBack}. */
  BestDocs take() {
    BestDocs best = idle.poll();
    return best == null ? new BestDocs(k) : best;
  }

  void giveBack(BestDocs best) {
    idle.add(best);
  }

  /** All heaps, once every part has given back its own. */
  List<BestDocs> all() {
    return List.copyOf(idle);
  }
}
