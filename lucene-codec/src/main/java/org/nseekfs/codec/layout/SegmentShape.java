package org.nseekfs.codec.layout;

import java.util.EnumMap;
import java.util.Map;

/**
 * What every entry of a segment must fit. Their parts lie in each file one behind the other, in the
 * order in which entries name them, from the header to the footer: no two overlap, and none is left
 * over.
 */
final class SegmentShape {

  private final int maxDoc;

  /** Where the footer of every file but the meta begins. */
  private final Map<SegmentFile, Long> footers;

  /** Where the last part taken of every file ends. */
  private final Map<SegmentFile, Long> ends;

  /**
   * The shape of a segment of which nothing has been taken.
   *
   * @param maxDoc documents
   * @param headers the offset behind the header of every file but the meta
   * @param footers the offset of its footer
   */
  SegmentShape(int maxDoc, Map<SegmentFile, Long> headers, Map<SegmentFile, Long> footers) {
    this.maxDoc = maxDoc;
    this.ends = new EnumMap<>(headers);
    this.footers = footers;
  }

  int maxDoc() {
    return maxDoc;
  }

  /** Where the last part taken of {@code file} ends. */
  long end(SegmentFile file) {
    return ends.get(file);
  }

  /**
   * Takes the next part of {@code file}.
   *
   * @param alignment what its offset must be a multiple of; padding is no longer than that needs
   * @throws IllegalArgumentException if the part is not the next one, or ends behind the file
   */
  void take(SegmentFile file, long offset, long end, int alignment) {
    long expected = Math.ceilDiv(end(file), alignment) * (long) alignment;
    if (offset != expected) {
      throw new IllegalArgumentException(
          file.extension() + " goes on at " + expected + ", but what follows is at " + offset);
    }
    if (end < offset || end > footers.get(file)) {
      throw new IllegalArgumentException(
          file.extension()
              + " has content up to "
              + footers.get(file)
              + ", but what begins at "
              + offset
              + " ends at "
              + end);
    }
    ends.put(file, end);
  }

  /**
   * Checks that nothing is left in any file.
   *
   * @throws IllegalArgumentException if something is
   */
  void requireAllTaken() {
    footers.forEach(
        (file, footer) -> {
          if (end(file) != footer) {
            throw new IllegalArgumentException(
                file.extension()
                    + " has content up to "
                    + footer
                    + ", but fields only up to "
                    + end(file));
          }
        });
  }
}
