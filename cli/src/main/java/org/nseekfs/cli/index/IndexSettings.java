package org.nseekfs.cli.index;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.quantization.ElementType;

/**
 * How an index is written.
 *
 * @param type how vectors are stored; not {@link ElementType#BYTE}
 * @param similarityFunction how vectors are compared
 * @param segments exactly how many segments, or {@link #ANY_SEGMENTS}
 * @param codes whether codes are written beside the vectors, for certified search
 * @param ramBufferMegabytes what the writer may hold before it flushes a segment
 */
public record IndexSettings(
    ElementType type,
    VectorSimilarityFunction similarityFunction,
    int segments,
    boolean codes,
    double ramBufferMegabytes) {

  /** As many segments as Lucene's own merge policy leaves. */
  public static final int ANY_SEGMENTS = 0;

  /** The largest buffer that Lucene fills from one thread before it flushes. */
  public static final double MOST_RAM_BUFFER_MEGABYTES = 1900;

  /** Floats compared by dot product, with codes. */
  public static final IndexSettings DEFAULT =
      new IndexSettings(
          ElementType.F32, VectorSimilarityFunction.DOT_PRODUCT, ANY_SEGMENTS, true, 256);

  /** Checks the settings. */
  public IndexSettings {
    if (type == ElementType.BYTE) {
      throw new IllegalArgumentException("element type must be one of f8 to f64, got byte");
    }
    if (segments < ANY_SEGMENTS) {
      throw new IllegalArgumentException("segments must be at least 1, got " + segments);
    }
    if (!(ramBufferMegabytes > 0 && ramBufferMegabytes <= MOST_RAM_BUFFER_MEGABYTES)) {
      throw new IllegalArgumentException(
          "RAM buffer must be over 0 and at most "
              + MOST_RAM_BUFFER_MEGABYTES
              + " MB, got "
              + ramBufferMegabytes);
    }
  }

  /** These settings with another element type. */
  public IndexSettings withType(ElementType newType) {
    return new IndexSettings(newType, similarityFunction, segments, codes, ramBufferMegabytes);
  }

  /** These settings with another number of segments. */
  public IndexSettings withSegments(int newSegments) {
    return new IndexSettings(type, similarityFunction, newSegments, codes, ramBufferMegabytes);
  }
}
