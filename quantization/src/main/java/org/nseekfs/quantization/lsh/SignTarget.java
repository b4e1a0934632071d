package org.nseekfs.quantization.lsh;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.Squares;
import org.nseekfs.quantization.kernel.HammingEstimates;
import org.nseekfs.quantization.kernel.HammingTarget;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.Rotation;

/** A target in a frame: estimates of canonical raw values. Immutable, shared by threads. */
public final class SignTarget {

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int WORD_BYTES = SignFrame.BLOCK_DOCS * Integer.BYTES;

  private final SignFrame frame;
  private final float[] margins;
  private final double base;
  private final double scale;
  private final HammingEstimates estimates;

  private SignTarget(SignFrame frame, float[] margins, double base, double scale) {
    this.frame = frame;
    this.margins = margins;
    this.base = base;
    this.scale = scale;
    int[] words = new int[margins.length / Integer.SIZE];
    for (int bit = 0; bit < margins.length; bit++) {
      words[bit / Integer.SIZE] |= Float.floatToRawIntBits(margins[bit]) >>> 31 << bit;
    }
    this.estimates =
        Kernels.best().estimates(new HammingTarget(words, (float) scale, (float) base));
  }

  /**
   * The target in {@code frame}.
   *
   * @param target a {@code float[]}, {@code double[]} or {@code byte[]} of the frame's dimension
   * @return null if nothing can be estimated: it is not finite, too long, too near the centre, or
   *     under the cosine has no direction
   */
  public static SignTarget of(SignFrame frame, Object target) {
    double[] vector = RowReader.widen(target);
    double factor = SignFrame.scale(frame.similarity(), vector);
    float[] centre = frame.centre();
    float[] turned = new float[frame.size()];
    double centrePart = 0;
    for (int i = 0; i < vector.length; i++) {
      turned[i] = (float) (vector[i] * factor - centre[i]);
      centrePart += vector[i] * factor * centre[i];
    }
    double square = Squares.sum(turned, 0, vector.length);
    double norm = Math.sqrt(square);
    if (!SignFrame.hasDirection(norm)) {
      return null;
    }
    Rotation.ofOne(frame.signs()).rotate(turned);
    float[] margins = new float[frame.bits()];
    double unit = 1 / (norm * frame.size());
    for (int i = 0; i < margins.length; i++) {
      margins[i] = (float) (turned[i] * unit);
    }
    return frame.similarity() == Similarity.EUCLIDEAN
        ? new SignTarget(frame, margins, -square, 2 * norm)
        : new SignTarget(frame, margins, centrePart, norm);
  }

  /**
   * Hamming estimates of the raw values of the documents of {@code blocks} consecutive blocks, the
   * first at {@code offset}. The same floats at every vector width.
   *
   * @param estimates gets the estimate of every document in order: +infinity for rows that could
   *     not be coded, -infinity for lanes without a document
   * @param blockLargest gets the largest of each block
   */
  public void estimates(
      MemorySegment codes, long offset, int blocks, float[] estimates, float[] blockLargest) {
    this.estimates.estimates(codes, offset, blocks, estimates, blockLargest);
  }

  /** The asymmetric estimate of the document in {@code lane} of the block at {@code offset}. */
  public double refined(MemorySegment codes, long offset, int lane) {
    long at = offset + (long) lane * Integer.BYTES;
    double sum = 0;
    for (int bit = 0; bit < margins.length; bit++) {
      int word = codes.get(INT, at + (long) bit / Integer.SIZE * WORD_BYTES);
      sum += (word >>> bit & 1) == 0 ? margins[bit] : -margins[bit];
    }
    long norms = at + (long) margins.length / Integer.SIZE * WORD_BYTES;
    double cosine = Math.clamp(Math.sqrt(Math.PI / 2) / margins.length * sum, -1, 1);
    return base + codes.get(FLOAT, norms + WORD_BYTES) + codes.get(FLOAT, norms) * scale * cosine;
  }

  /**
   * The standard error of the Hamming estimate of a document.
   *
   * @param raw its raw value
   * @param norm its norm as in its block
   * @param offset its offset as in its block
   */
  public double error(double raw, float norm, float offset) {
    double cosine = Math.clamp((raw - base - offset) / (scale * norm), -1, 1);
    double share = (double) margins.length / frame.size();
    double angle = Math.acos(cosine);
    double differing = angle / Math.PI;
    double variance =
        differing * (1 - differing) - share * (1 - cosine * cosine) / (Math.PI * Math.PI);
    double angleError = Math.PI * Math.sqrt(variance / margins.length);
    return scale * norm * (cosine - Math.cos(Math.min(Math.PI, angle + angleError)));
  }

  /** The standard error of the {@link #refined} estimate of a document, as {@link #error}. */
  public double refinedError(double raw, float norm, float offset) {
    return error(raw, norm, offset);
  }
}
