package org.nseekfs.search;

import java.util.List;
import org.nseekfs.codec.RawSearchStrategy;

/** Keeps the best documents of one part of a leaf. */
final class PartStrategy extends RawSearchStrategy {

  private final VectorLeaf leaf;
  private final SharedSearch search;
  private final BestDocs best;
  private double threshold = Double.NEGATIVE_INFINITY;
  private long collected;

  PartStrategy(LeafPart part, SharedSearch search) {
    super(part.minDoc(), part.maxDoc());
    this.leaf = part.leaf();
    this.search = search;
    this.best = new BestDocs(Math.min(search.k(), part.maxDoc() - part.minDoc()));
  }

  @Override
  public void collect(int doc, double raw) {
    collected++;
    // Keys grow with raw values and documents ascend, so an equal raw value ranks behind.
    if (best.isFull() && raw <= best.worstRaw()) {
      return;
    }
    double key = search.ranking().key(leaf, raw);
    if (key < threshold || (best.isFull() && key <= best.worstKey())) {
      return;
    }
    best.add(doc, key, raw);
  }

  /** Tells the other parts what this one knows, and learns what they know. */
  void exchangeThreshold() {
    if (best.size() == search.k()) {
      search.threshold().raise(best.worstKey());
    }
    threshold = search.threshold().get();
  }

  /** Documents offered so far: accepted ones that have a vector. */
  long collected() {
    return collected;
  }

  /** Hands over the documents kept, with the ids they have in the whole index, in no order. */
  void drainTo(List<RawScoreDoc> hits) {
    for (int slot = 0; slot < best.size(); slot++) {
      double raw = best.raw(slot);
      hits.add(new RawScoreDoc(leaf.context().docBase + best.doc(slot), leaf.score(raw), raw));
    }
  }
}
