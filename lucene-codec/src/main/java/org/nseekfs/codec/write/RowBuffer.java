package org.nseekfs.codec.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.RamUsageEstimator;

/**
 * Rows on the heap, in pages of many rows, so that memory is hardly more than the rows' bytes. The
 * last page grows as it fills: a field of a few documents takes little.
 */
public final class RowBuffer {

  private static final int PAGE_BYTES = 1 << 15;
  private static final long SHALLOW_BYTES =
      RamUsageEstimator.shallowSizeOfInstance(RowBuffer.class)
          + RamUsageEstimator.shallowSizeOfInstance(ArrayList.class);

  private final int rowBytes;
  private final int pageRows;
  private final List<byte[]> pages = new ArrayList<>();
  private int count;
  private long pagesRamBytes;

  RowBuffer(int rowBytes) {
    this.rowBytes = rowBytes;
    this.pageRows = Math.max(1, PAGE_BYTES / rowBytes);
  }

  /** Adds a copy of {@code row}. */
  void add(byte[] row) {
    int slot = count % pageRows;
    if (slot == 0) {
      addPage(new byte[rowBytes]);
    } else if (slot * rowBytes == pages.getLast().length) {
      int rows = Math.min(pageRows, 2 * slot);
      byte[] page = pages.removeLast();
      pagesRamBytes -= ramBytes(page);
      addPage(Arrays.copyOf(page, rows * rowBytes));
    }
    System.arraycopy(row, 0, pages.getLast(), slot * rowBytes, rowBytes);
    count++;
  }

  private void addPage(byte[] page) {
    pages.add(page);
    pagesRamBytes += ramBytes(page);
  }

  private static long ramBytes(byte[] page) {
    return RamUsageEstimator.sizeOf(page) + RamUsageEstimator.NUM_BYTES_OBJECT_REF;
  }

  /** Rows added. */
  public int count() {
    return count;
  }

  /** A copy of row {@code ord}. */
  public byte[] get(int ord) {
    int from = ord % pageRows * rowBytes;
    return Arrays.copyOfRange(pages.get(ord / pageRows), from, from + rowBytes);
  }

  /** Heap held by rows. */
  long ramBytesUsed() {
    return SHALLOW_BYTES + pagesRamBytes;
  }
}
