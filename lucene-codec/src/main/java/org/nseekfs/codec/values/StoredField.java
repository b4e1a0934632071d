package org.nseekfs.codec.values;

import java.io.IOException;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.store.IndexInput;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.SegmentFile;
import org.nseekfs.codec.layout.SegmentInputs;

/**
 * What a segment holds of a field: rows, and the codes derived from them. Shared by threads.
 *
 * @param name of the field
 * @param segmentName of the segment, {@code _0} for example
 * @param vectors the file that the rows are in
 * @param codes null if there are none
 * @param signs the sign codes; null if there are none
 */
public record StoredField(
    String name,
    String segmentName,
    FieldEntry entry,
    IndexInput vectors,
    FieldCodes codes,
    FieldSigns signs) {

  /** Field {@code name} in {@code files}. */
  public static StoredField of(
      String name, String segmentName, FieldEntry entry, SegmentInputs files) {
    return new StoredField(
        name,
        segmentName,
        entry,
        files.input(SegmentFile.VECTORS),
        entry.codes() == null ? null : new FieldCodes(entry, files),
        entry.signs() == null ? null : new FieldSigns(entry, files));
  }

  /** The rows, for one search or one set of values. Not for a field without rows. */
  public FieldRows rows() throws IOException {
    return new FieldRows(entry, vectors);
  }

  /**
   * The vectors of a float type, decoded one at a time.
   *
   * @throws IllegalArgumentException naming the field, if it has another type
   */
  public FloatVectorValues floatValues() throws IOException {
    Target.requireEncoding(name, entry.rows().type(), true);
    return entry.rows().count() == 0
        ? EmptyVectorValues.floats(entry.rows().dimension())
        : new RowFloatVectorValues(name, rows());
  }

  /**
   * The vectors of bytes, or of doubles as bytes.
   *
   * @throws IllegalArgumentException naming the field, if it has a float type
   */
  public ByteVectorValues byteValues() throws IOException {
    Target.requireEncoding(name, entry.rows().type(), false);
    return entry.rows().count() == 0
        ? EmptyVectorValues.bytes(entry.rows().rowBytes())
        : new RowByteVectorValues(name, rows());
  }
}
