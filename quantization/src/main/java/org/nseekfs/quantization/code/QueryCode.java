package org.nseekfs.quantization.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** A target in a frame. Immutable, shared by threads. */
public final class QueryCode {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final CodeFrame frame;
  private final double[] target;
  private final double norm;
  private final double rounding;

  private QueryCode(CodeFrame frame, double[] target, double norm) {
    this.frame = frame;
    this.target = target;
    this.norm = norm;
    this.rounding = (target.length + 16) * 0x1p-22;
  }

  /** A {@code float[]}, {@code double[]} or {@code byte[]}; null if no bounds can be given. */
  public static QueryCode of(CodeFrame frame, Object target) {
    double[] vector = new double[frame.dimension()];
    double squareNorm = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] =
          switch (target) {
            case float[] floats -> floats[i];
            case double[] doubles -> doubles[i];
            case byte[] bytes -> bytes[i];
            default -> throw new IllegalArgumentException("not a vector: " + target.getClass());
          };
      squareNorm += vector[i] * vector[i];
    }
    double norm = Math.sqrt(squareNorm);
    return BlockEncoder.hasOrdinaryNorm(norm) ? new QueryCode(frame, vector, norm) : null;
  }

  /**
   * Upper bounds of the documents of {@code blocks} consecutive blocks: of document {@code 64 b +
   * lane} to that place of {@code upper}, and the largest of each block to {@code blockUpper}.
   * Never NaN; -Infinity for missing documents, and only for those.
   */
  public void upperBounds(
      MemorySegment codes, long offset, int blocks, float[] upper, float[] blockUpper) {
    for (int b = 0; b < blocks; b++) {
      long block = offset + (long) b * frame.blockBytes();
      float largest = Float.NEGATIVE_INFINITY;
      for (int lane = 0; lane < CodeFrame.BLOCK_DOCS; lane++) {
        float bound = upperBound(codes, block + (long) lane * Float.BYTES);
        upper[b * CodeFrame.BLOCK_DOCS + lane] = bound;
        largest = Math.max(largest, bound);
      }
      blockUpper[b] = largest;
    }
  }

  private float upperBound(MemorySegment codes, long lane) {
    float rest = get(codes, lane, frame.head());
    if (Float.isInfinite(rest)) {
      return rest;
    }
    double dot = 0;
    double squareDistance = 0;
    for (int i = 0; i < target.length; i++) {
      double kept = i < frame.head() ? get(codes, lane, i) : 0;
      dot += target[i] * kept;
      squareDistance += (target[i] - kept) * (target[i] - kept);
    }
    double rowNorm = get(codes, lane, frame.head() + 1);
    double largestDot = dot + norm * rest;
    double bound =
        switch (frame.similarity()) {
          case DOT_PRODUCT -> largestDot + rounding * norm * rowNorm;
          case COSINE -> largestDot / (norm * rowNorm) + rounding * 4;
          case EUCLIDEAN -> {
            double distance = Math.max(0, Math.sqrt(squareDistance) - rest);
            yield -distance * distance * (1 - rounding) + rounding * 1e-9;
          }
        };
    return Math.nextUp((float) bound);
  }

  private static float get(MemorySegment codes, long lane, int array) {
    return codes.get(FLOAT, lane + (long) array * CodeFrame.BLOCK_DOCS * Float.BYTES);
  }
}
