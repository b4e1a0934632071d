package org.nseekfs.cli.build;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.ElementType;

/**
 * How an index is written.
 *
 * @param vectors how vectors are stored, and which codes beside them
 * @param similarityFunction how vectors are compared
 * @param segments exactly how many segments, or {@link #ANY_SEGMENTS}
 * @param ramBufferMegabytes what the writer may hold before it flushes a segment
 */
public record IndexSettings(
    NSeekVectorsConfig vectors,
    VectorSimilarityFunction similarityFunction,
    int segments,
    double ramBufferMegabytes) {

  /** As many segments as Lucene's own merge policy leaves. */
  public static final int ANY_SEGMENTS = 0;

  /** The largest buffer that Lucene fills from one thread before it flushes. */
  public static final double MOST_RAM_BUFFER_MEGABYTES = 1900;

  /** Floats compared by dot product, with codes of both kinds. */
  public static final IndexSettings DEFAULT =
      new IndexSettings(
          NSeekVectorsConfig.DEFAULT, VectorSimilarityFunction.DOT_PRODUCT, ANY_SEGMENTS, 256);

  /** Checks the settings. */
  public IndexSettings {
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

  /** How an element is stored. */
  public ElementType type() {
    return vectors.elementTypes().getOrDefault(Fields.VECTOR, vectors.defaultType());
  }

  /** These settings with another element type. */
  public IndexSettings withType(ElementType newType) {
    return new IndexSettings(
        vectors.withElementType(Fields.VECTOR, newType),
        similarityFunction,
        segments,
        ramBufferMegabytes);
  }

  /** These settings with another number of segments. */
  public IndexSettings withSegments(int newSegments) {
    return new IndexSettings(vectors, similarityFunction, newSegments, ramBufferMegabytes);
  }
}
