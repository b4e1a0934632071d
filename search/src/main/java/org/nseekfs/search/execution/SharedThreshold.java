package org.nseekfs.search.execution;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.util.NumericUtils;

/**
 * A lower bound of the k-th best key of a whole search, shared by its parts: the largest k-th best
 * key of any heap. Documents strictly below it cannot be among the k best; ties can.
 */
final class SharedThreshold {

  private final AtomicLong sortableKey;

  /** A threshold of {@code key}, which documents must reach whatever else is found. */
  SharedThreshold(double key) {
    sortableKey = new AtomicLong(NumericUtils.doubleToSortableLong(key));
  }

  double get() {
    return NumericUtils.sortableLongToDouble(sortableKey.get());
  }

  /** Takes the k-th best key of one heap. */
  void raise(double key) {
    long sortable = NumericUtils.doubleToSortableLong(key);
    if (sortable > sortableKey.get()) {
      sortableKey.accumulateAndGet(sortable, Math::max);
    }
  }
}
