package org.nseekfs.codec.values;

import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.layout.RowLayout;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.NormLimits;
import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.RowScorer;

/** Turns a search's target into a scorer of a field's rows, or refuses it. */
public final class Target {

  private Target() {}

  /**
   * A scorer of {@code target}, {@code float[]} or {@code byte[]}; throws as {@link #scorer(String,
   * FieldEntry, float[])}.
   */
  public static RowScorer scorer(String field, FieldEntry entry, Object target) {
    return switch (target) {
      case float[] floats -> scorer(field, entry, floats);
      case byte[] bytes -> scorer(field, entry, bytes);
      default -> throw new IllegalArgumentException("not a vector: " + target.getClass());
    };
  }

  /**
   * A scorer for rows of a float type.
   *
   * @throws IllegalArgumentException naming the field, if it has another type or dimension, or the
   *     target is not finite
   */
  public static RowScorer scorer(String field, FieldEntry entry, float[] target) {
    RowLayout rows = entry.rows();
    requireEncoding(field, rows.type(), true);
    requireLength(field, rows.dimension(), target.length);
    Similarity similarity = RawScores.similarity(entry.similarityFunction());
    try {
      return RowScorer.of(rows.type(), similarity, target);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + FieldShape.inField(field), e);
    }
  }

  /**
   * A scorer for rows of {@link ElementType#BYTE}, or of {@link ElementType#F64} for a target of
   * little-endian doubles; throws as {@link #scorer(String, FieldEntry, float[])}.
   */
  public static RowScorer scorer(String field, FieldEntry entry, byte[] target) {
    RowLayout rows = entry.rows();
    requireEncoding(field, rows.type(), false);
    requireLength(field, rows.rowBytes(), target.length);
    Similarity similarity = RawScores.similarity(entry.similarityFunction());
    try {
      return rows.type() == ElementType.F64
          ? RowScorer.of(rows.type(), similarity, DoubleRows.decode(target))
          : RowScorer.of(rows.type(), similarity, target);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + FieldShape.inField(field), e);
    }
  }

  /**
   * Checks that a target that has a scorer is within {@link NormLimits}.
   *
   * @throws IllegalArgumentException naming the field, norm, position and value, if it is not
   */
  public static void requireWithin(String field, FieldEntry entry, Object target) {
    ElementType type = entry.rows().type();
    try {
      NormLimits.of(type, RawScores.similarity(entry.similarityFunction()))
          .requireWithin("target", elements(type, target));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + FieldShape.inField(field), e);
    }
  }

  /** The elements of a target of vectors of {@code type}. */
  public static double[] elements(ElementType type, Object target) {
    return type == ElementType.F64 ? DoubleRows.decode((byte[]) target) : RowReader.widen(target);
  }

  /** Throws an IllegalArgumentException unless the field's vectors are (no) floats. */
  static void requireEncoding(String field, ElementType type, boolean floats) {
    if (type.isFloat() != floats) {
      throw new IllegalArgumentException(
          "vectors are "
              + type.label()
              + ", not "
              + (floats ? "floats" : "bytes")
              + FieldShape.inField(field));
    }
  }

  private static void requireLength(String field, int expected, int length) {
    if (length != expected) {
      throw new IllegalArgumentException(
          "target must have length " + expected + ", got " + length + FieldShape.inField(field));
    }
  }
}
