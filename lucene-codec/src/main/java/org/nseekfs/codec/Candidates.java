package org.nseekfs.codec;

import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.hnsw.FloatHeap;

/** Rows that may be hits: their places in blocks of codes, and what is estimated of them. */
final class Candidates {

  private int[] places = new int[1024];
  private float[] values = new float[places.length];
  private int count;

  void add(int place, float value) {
    places = ArrayUtil.grow(places, count + 1);
    values = ArrayUtil.grow(values, count + 1);
    places[count] = place;
    values[count++] = value;
  }

  int count() {
    return count;
  }

  /** Their places, from index 0 on. */
  int[] places() {
    return places;
  }

  /** Their estimates, from index 0 on. */
  float[] values() {
    return values;
  }

  /** Leaves the first {@code left} of them. */
  void truncate(int left) {
    count = left;
  }

  /** Removes the first {@code removed} of them. */
  void removeFirst(int removed) {
    count -= removed;
    System.arraycopy(places, removed, places, 0, count);
    System.arraycopy(values, removed, values, 0, count);
  }

  /**
   * Moves those of the largest estimates to the front, {@code wanted} or as many as are as large.
   *
   * @param wanted 1 to {@link #count}
   * @return how many
   */
  int moveLargestToFront(int wanted) {
    FloatHeap largest = new FloatHeap(wanted);
    for (int i = 0; i < count; i++) {
      largest.offer(values[i]);
    }
    float least = largest.peek();
    int front = 0;
    for (int i = 0; i < count; i++) {
      if (values[i] >= least) {
        int place = places[i];
        float value = values[i];
        places[i] = places[front];
        values[i] = values[front];
        places[front] = place;
        values[front++] = value;
      }
    }
    return front;
  }
}
