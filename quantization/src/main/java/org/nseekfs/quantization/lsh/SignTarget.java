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

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int WORD_BYTES = SignFrame.BLOCK_DOCS * Integer.BYTES;

  private final SignFrame frame;
  private final int words;
  private final AsymmetricEstimate asymmetric;
  private final double base;
  private final double scale;
  private final HammingEstimates estimates;

  private SignTarget(SignFrame frame, float[] turned, double base, double scale) {
    this.frame = frame;
    this.base = base;
    this.scale = scale;
    this.words = frame.bits() / Integer.SIZE;
    this.asymmetric = new AsymmetricEstimate(turned, frame.bits());
    int[] code = new int[words];
    for (int bit = 0; bit < frame.bits(); bit++) {
      code[bit / Integer.SIZE] |= Float.floatToRawIntBits(turned[bit]) >>> 31 << bit;
    }
    this.estimates = Kernels.best().estimates(new HammingTarget(code, (float) scale, (float) base));
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
    return frame.similarity() == Similarity.EUCLIDEAN
        ? new SignTarget(frame, turned, -square, 2 * norm)
        : new SignTarget(frame, turned, centrePart, norm);
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
    long norms = at + (long) words * WORD_BYTES;
    double cosine = Math.clamp(asymmetric.cosine(codes, at), -1, 1);
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
    int bits = frame.bits();
    double share = (double) bits / frame.size();
    double angle = Math.acos(cosine);
    double differing = angle / Math.PI;
    double variance =
        differing * (1 - differing) - share * (1 - cosine * cosine) / (Math.PI * Math.PI);
    double angleError = Math.PI * Math.sqrt(variance / bits);
    return scale * norm * (cosine - Math.cos(Math.min(Math.PI, angle + angleError)));
  }

  /** The standard error of the {@link #refined} estimate of a document, as {@link #error}. */
  public double refinedError(double raw, float norm, float offset) {
    double cosine = Math.clamp((raw - base - offset) / (scale * norm), -1, 1);
    return scale * norm * Math.sqrt(asymmetric.variance(cosine));
  }
}
