package org.nseekfs.codec.values;

import java.io.IOException;
import java.lang.reflect.Array;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.layout.RowLayout;
import org.nseekfs.codec.layout.SegmentFile;
import org.nseekfs.codec.layout.SegmentInputs;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.codec.spi.RawVectorScorer;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.NormLimits;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.sum.RowScorer;

/**
 * What a segment holds of a field: rows, and the codes derived from them. Shared by threads.
 *
 * @param name of the field
 * @param segmentName of the segment, {@code _0} for example
 * @param files of the segment
 * @param codes null if there are none
 * @param signs the sign codes; null if there are none
 */
public record StoredField(
    String name,
    String segmentName,
    FieldEntry entry,
    SegmentInputs files,
    FieldCodes codes,
    FieldSigns signs) {

  /** Field {@code name} in {@code files}. */
  public static StoredField of(
      String name, String segmentName, FieldEntry entry, SegmentInputs files) {
    return new StoredField(
        name,
        segmentName,
        entry,
        files,
        entry.codes() == null ? null : new FieldCodes(entry, files),
        entry.signs() == null ? null : new FieldSigns(entry, files));
  }

  /** The rows, for one search or one set of values. */
  public FieldRows rows() throws IOException {
    return new FieldRows(entry, files.input(SegmentFile.VECTORS));
  }

  /**
   * The vectors of a float type, decoded one at a time.
   *
   * @throws IllegalArgumentException naming the field, if it has another type
   */
  public FloatVectorValues floatValues() throws IOException {
    requireEncoding(true);
    return new RowFloatVectorValues(this, rows());
  }

  /**
   * The vectors of bytes, or of doubles as bytes.
   *
   * @throws IllegalArgumentException naming the field, if it has a float type
   */
  public ByteVectorValues byteValues() throws IOException {
    requireEncoding(false);
    return new RowByteVectorValues(this, rows());
  }

  /**
   * What a target is that Lucene hands over.
   *
   * @param vector a {@code float[]} or {@code byte[]}, for F64 little-endian doubles
   * @throws IllegalArgumentException naming the field, if it has another type or dimension, or the
   *     target is not finite
   */
  public QueryVector target(Object vector) {
    RowLayout rows = entry.rows();
    boolean isFloat = vector instanceof float[];
    requireEncoding(isFloat);
    requireLength(isFloat ? rows.dimension() : rows.rowBytes(), Array.getLength(vector));
    try {
      return rows.type() == ElementType.F64
          ? QueryVector.of(DoubleRows.decode((byte[]) vector))
          : QueryVector.ofArray(vector);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + FieldShape.inField(name), e);
    }
  }

  /**
   * A scorer of the rows.
   *
   * @throws IllegalArgumentException naming the field, if it has another type or dimension
   */
  public RowScorer scorer(QueryVector target) {
    RowLayout rows = entry.rows();
    requireEncoding(target.array() instanceof float[]);
    requireLength(rows.dimension(), target.dimension());
    try {
      return RowScorer.of(rows.type(), similarity(), target);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + FieldShape.inField(name), e);
    }
  }

  /** A scorer of {@code rows}, null without any; throws as others, and {@link #requireWithin}. */
  RawVectorScorer scorer(Object vector, FieldRows rows, DocIndexIterator docs) {
    if (rows.count() == 0) {
      return null;
    }
    QueryVector target = target(vector);
    requireWithin(target);
    return rows.vectorScorer(scorer(target), docs);
  }

  /**
   * Checks that a target that has a scorer is within {@link NormLimits}.
   *
   * @throws IllegalArgumentException naming the field, norm, position and value, if it is not
   */
  public void requireWithin(QueryVector target) {
    try {
      NormLimits.of(entry.rows().type(), similarity()).requireWithin("target", target.toDoubles());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + FieldShape.inField(name), e);
    }
  }

  private Similarity similarity() {
    return RawScores.similarity(entry.similarityFunction());
  }

  private void requireEncoding(boolean floats) {
    if (entry.rows().type().isFloat() != floats) {
      throw new IllegalArgumentException(
          "vectors are "
              + entry.rows().type().label()
              + ", not "
              + (floats ? "floats" : "bytes")
              + FieldShape.inField(name));
    }
  }

  private void requireLength(int expected, int length) {
    if (length != expected) {
      throw new IllegalArgumentException(
          "target must have length " + expected + ", got " + length + FieldShape.inField(name));
    }
  }
}
