package org.nseekfs.search.execution;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The k best documents seen so far, by (larger key, smaller document): a binary heap with the worst
 * of them on top, in arrays that grow as documents come.
 */
public class BestDocs {

  private static final int INITIAL_CAPACITY = 16;

  private final int k;
  private int size;
  private int[] docs = new int[INITIAL_CAPACITY];
  private double[] keys = new double[INITIAL_CAPACITY];
  private double[] raws = new double[INITIAL_CAPACITY];

  BestDocs(int k) {
    this.k = k;
  }

  final boolean isFull() {
    return size == k;
  }

  public final int size() {
    return size;
  }

  public final int doc(int slot) {
    return docs[slot];
  }

  public final double raw(int slot) {
    return raws[slot];
  }

  /** The smallest key kept. */
  final double worstKey() {
    return keys[0];
  }

  /**
   * Whether a document would be among the best: its key is larger, or the same and it is smaller.
   */
  boolean accepts(int doc, double key) {
    return size < k || !isWorse(doc, key, 0);
  }

  /** Adds a document, in place of the worst one if full. A full heap must accept it. */
  void add(int doc, double key, double raw) {
    if (size == k) {
      siftDown(0, doc, key, raw);
      return;
    }
    if (size == docs.length) {
      grow();
    }
    siftUp(doc, key, raw);
    size++;
  }

  /** Adds what {@code other} keeps, where that is better. */
  final void addAll(BestDocs other) {
    for (int slot = 0; slot < other.size; slot++) {
      if (accepts(other.docs[slot], other.keys[slot])) {
        add(other.docs[slot], other.keys[slot], other.raws[slot]);
      }
    }
  }

  /** The same documents, in the slots of their ranks: best first. A heap no more. */
  final BestDocs ranked() {
    BestDocs ranked = new BestDocs(size);
    int[] slots =
        IntStream.range(0, size)
            .boxed()
            .sorted((one, other) -> isWorse(docs[one], keys[one], other) ? 1 : -1)
            .mapToInt(Integer::intValue)
            .toArray();
    ranked.docs = new int[size];
    ranked.keys = new double[size];
    ranked.raws = new double[size];
    for (int rank = 0; rank < size; rank++) {
      ranked.put(rank, docs[slots[rank]], keys[slots[rank]], raws[slots[rank]]);
    }
    ranked.size = size;
    return ranked;
  }

  private void grow() {
    int capacity = (int) Math.min(k, 2L * size);
    docs = Arrays.copyOf(docs, capacity);
    keys = Arrays.copyOf(keys, capacity);
    raws = Arrays.copyOf(raws, capacity);
  }

  private void siftUp(int doc, double key, double raw) {
    int slot = size;
    while (slot > 0) {
      int parent = (slot - 1) >>> 1;
      if (!isWorse(doc, key, parent)) {
        break;
      }
      move(parent, slot);
      slot = parent;
    }
    put(slot, doc, key, raw);
  }

  /** Puts a document that is no worse than what is at {@code top} there, or below. */
  final void siftDown(int top, int doc, double key, double raw) {
    int slot = top;
    for (int child = worseChild(slot); child < size; child = worseChild(slot)) {
      if (isWorse(doc, key, child)) {
        break;
      }
      move(child, slot);
      slot = child;
    }
    put(slot, doc, key, raw);
  }

  private int worseChild(int slot) {
    int left = 2 * slot + 1;
    int right = left + 1;
    return right < size && isWorse(docs[right], keys[right], left) ? right : left;
  }

  final boolean isWorse(int doc, double key, int slot) {
    return key < keys[slot] || (key == keys[slot] && doc > docs[slot]);
  }

  private void move(int from, int to) {
    put(to, docs[from], keys[from], raws[from]);
  }

  /** Every document goes to its place by this. */
  void put(int slot, int doc, double key, double raw) {
    docs[slot] = doc;
    keys[slot] = key;
    raws[slot] = raw;
  }
}
