package org.nseekfs.codec.layout;

import java.util.Map;

/**
 * What every entry of a segment must fit.
 *
 * @param maxDoc documents
 * @param lengths bytes before the footer of every file but the meta
 */
record SegmentShape(int maxDoc, Map<SegmentFile, Long> lengths) {

  /**
   * Checks that a part of {@code file} ends within it.
   *
   * @throws IllegalArgumentException if it does not
   */
  void requireWithin(SegmentFile file, long end) {
    if (end > lengths.get(file)) {
      throw new IllegalArgumentException(
          file.extension()
              + " has content up to "
              + lengths.get(file)
              + ", but the field's ends at "
              + end);
    }
  }
}
