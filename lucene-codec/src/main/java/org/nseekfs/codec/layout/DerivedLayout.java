package org.nseekfs.codec.layout;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/**
 * Where that lies which is derived from the rows of a field, and could be again.
 *
 * @param codes that bound raw values; null if there are none
 * @param signs sign codes; null if there are none
 */
public record DerivedLayout(CodeLayout codes, SignLayout signs) {

  /** Whether all parts are of {@code rows} rows. */
  boolean isOf(int rows) {
    return (codes == null || codes.coarse().holds(rows)) && (signs == null || signs.isOf(rows));
  }

  void write(IndexOutput meta) throws IOException {
    CodeLayout.write(meta, codes);
    SignLayout.write(meta, signs);
  }

  /**
   * Reads what {@link #write} wrote of a field with {@code rows} rows.
   *
   * @throws IllegalArgumentException if that is not valid
   */
  static DerivedLayout read(IndexInput meta, int rows, SegmentShape segment) throws IOException {
    CodeLayout codes = CodeLayout.read(meta, rows, segment);
    return new DerivedLayout(codes, SignLayout.read(meta, rows, segment));
  }
}
