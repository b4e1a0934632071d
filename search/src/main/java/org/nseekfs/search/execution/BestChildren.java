package org.nseekfs.search.execution;

import java.util.HashMap;
import java.util.Map;
import org.nseekfs.search.leaf.Parents;

/** The best child documents seen so far of the k best parents: {@link BestDocs}, one a parent. */
final class BestChildren extends BestDocs {

  private final Parents parents;

  /** Where the children kept are, by their parents. */
  private final Map<Integer, Integer> slots = new HashMap<>();

  BestChildren(int k, Parents parents) {
    super(k);
    this.parents = parents;
  }

  @Override
  boolean accepts(int doc, double key) {
    int parent = parents.of(doc);
    if (parent == Parents.NONE) {
      return false;
    }
    Integer sibling = slots.get(parent);
    return sibling == null ? super.accepts(doc, key) : !isWorse(doc, key, sibling);
  }

  @Override
  void add(int doc, double key, double raw) {
    Integer sibling = slots.get(parents.of(doc));
    if (sibling != null) {
      siftDown(sibling, doc, key, raw);
      return;
    }
    if (isFull()) {
      slots.remove(parents.of(doc(0)));
    }
    super.add(doc, key, raw);
  }

  @Override
  void put(int slot, int doc, double key, double raw) {
    super.put(slot, doc, key, raw);
    slots.put(parents.of(doc), slot);
  }
}
