package org.nseekfs.quantization.lsh;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.Squares;
import org.nseekfs.quantization.kernel.HammingEstimates;
import org.nseekfs.quantization.kernel.HammingTarget;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.Rotation;

/**
 * A target in a frame: estimates of canonical raw values, and their standard errors. Immutable,
 * shared by threads.
 *
 * <p>Let z and q be at an angle of cosine c, v and w their turned elements times the square root of
 * the {@link SignFrame#size} over their norms: nearly pairs of normal numbers, of variance 1 and
 * correlation c, but for what orthogonality fixes, the sums of v^2, w^2 and vw over all elements. A
 * code has the first n of them, the share f. So of any statistic summed over a code the share f of
 * the variance that a linear function of v^2, w^2 and vw explains is missing:
 *
 * <ul>
 *   <li><b>Hamming</b>: signs differ with probability p = acos(c) / pi, of which (1 - c^2) / pi^2
 *       is explained. The estimate of the angle is pi h / n, h the number of signs that differ, and
 *       its variance pi^2 / n (p (1 - p) - f (1 - c^2) / pi^2).
 *   <li><b>Asymmetric</b>: the mean of w sign(v) is c sqrt(2 / pi), of which (2 - c^2) / pi is
 *       explained. As w is known, the mean is divided by 1 + {@value #SLOPE} (W - 1), W the mean of
 *       the code's w^2: the regression of w sign(v) on w^2 has the slope 1 - c^2 / 2, and
 *       neighbours have cosines near .5. With d = 2 {@value #SLOPE} (2 - c^2 - {@value #SLOPE}) the
 *       variance of the estimate of c is (pi / 2 - c^2 (1 + d) - f (1 - c^2 / 2 - c^2 d)) / n.
 * </ul>
 */
public final class SignTarget {

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int WORD_BYTES = SignFrame.BLOCK_DOCS * Integer.BYTES;

  private static final double SLOPE = 0.875;

  /** What floats may be off by, relative to the parts of a raw value. */
  private static final double ROUNDING = 0x1p-20;

  /** Signs that one look-up adds up. */
  private static final int GROUP = 4;

  private static final int GROUP_SIZE = 1 << GROUP;

  private final double share;
  private final float[] centred;
  private final double norm;
  private final float[] margins;
  private final double base;
  private final double scale;
  private final HammingEstimates estimates;

  /** For every group of signs, the sum of the margins with these signs. */
  private final float[] sums;

  /** What the sum of margins with a document's signs is multiplied by to estimate the cosine. */
  private final double unit;

  private SignTarget(
      SignFrame frame, float[] centred, float[] margins, double base, double factor) {
    this.share = (double) margins.length / frame.size();
    this.centred = centred;
    this.norm = Math.sqrt(Squares.sum(centred, 0, centred.length));
    this.margins = margins;
    this.base = base;
    this.scale = factor * norm;
    this.estimates =
        Kernels.best().estimates(new HammingTarget(signs(margins), (float) scale, (float) base));
    this.sums = sums(margins);
    double meanSquare = Squares.sum(margins, 0, margins.length) / margins.length;
    this.unit = Math.sqrt(Math.PI / 2) / (margins.length * (1 + SLOPE * (meanSquare - 1)));
  }

  private static int[] signs(float[] margins) {
    int[] words = new int[margins.length / Integer.SIZE];
    for (int bit = 0; bit < margins.length; bit++) {
      words[bit / Integer.SIZE] |= Float.floatToRawIntBits(margins[bit]) >>> 31 << bit;
    }
    return words;
  }

  private static float[] sums(float[] margins) {
    float[] sums = new float[margins.length / GROUP * GROUP_SIZE];
    for (int first = 0; first < margins.length; first += GROUP) {
      int to = first / GROUP * GROUP_SIZE;
      sums[to] = margins[first] + margins[first + 1] + margins[first + 2] + margins[first + 3];
      for (int signs = 1; signs < GROUP_SIZE; signs++) {
        int lowest = Integer.numberOfTrailingZeros(signs);
        sums[to + signs] = sums[to + (signs & signs - 1)] - 2 * margins[first + lowest];
      }
    }
    return sums;
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
    float[] centred = new float[vector.length];
    frame.centre(vector, factor, centred, 0);
    double square = Squares.sum(centred, 0, vector.length);
    double norm = Math.sqrt(square);
    if (!SignFrame.hasDirection(norm)) {
      return null;
    }
    float[] turned = Arrays.copyOf(centred, frame.size());
    Rotation.ofOne(frame.signs()).rotate(turned);
    float[] margins = new float[frame.bits()];
    double unit = 1 / (norm * frame.size());
    for (int i = 0; i < margins.length; i++) {
      margins[i] = (float) (turned[i] * unit);
    }
    if (frame.similarity() == Similarity.EUCLIDEAN) {
      return new SignTarget(frame, centred, margins, -square, 2);
    }
    double base = 0;
    for (int i = 0; i < vector.length; i++) {
      base += vector[i] * factor * frame.centre()[i];
    }
    return new SignTarget(frame, centred, margins, base, 1);
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
    float even = 0;
    float odd = 0;
    int table = 0;
    for (int word = 0; word < margins.length / Integer.SIZE; word++) {
      int signs = codes.get(INT, at + (long) word * WORD_BYTES);
      for (int shift = 0; shift < Integer.SIZE; shift += 2 * GROUP) {
        even += sums[table + (signs >>> shift & GROUP_SIZE - 1)];
        odd += sums[table + GROUP_SIZE + (signs >>> shift + GROUP & GROUP_SIZE - 1)];
        table += 2 * GROUP_SIZE;
      }
    }
    long norms = at + (long) margins.length / Integer.SIZE * WORD_BYTES;
    double cosine = Math.clamp(unit * (even + odd), -1, 1);
    return base + codes.get(FLOAT, norms + WORD_BYTES) + codes.get(FLOAT, norms) * scale * cosine;
  }

  /**
   * The standard error of the Hamming estimate of a document: half of what it falls by where the
   * angle is overestimated by two of its standard errors, since the cosine falls ever faster. Their
   * variance is taken one bit too large. So multiples of it hold where vectors are near, and so few
   * bits differ that their number is far from normal.
   *
   * @param raw its raw value
   * @param norm its norm as in its block
   * @param offset its offset as in its block
   */
  public double error(double raw, float norm, float offset) {
    double cosine = cosine(raw, norm, offset);
    double angle = Math.acos(cosine);
    double differing = 1 - CollisionProbability.ofBit(cosine);
    double variance =
        differing * (1 - differing)
            - share * (1 - cosine * cosine) / (Math.PI * Math.PI)
            + 1.0 / margins.length;
    double farther = Math.min(Math.PI, angle + 2 * Math.PI * Math.sqrt(variance / margins.length));
    return scale * norm * (cosine - Math.cos(farther)) / 2 + rounding(norm, offset);
  }

  /** The standard error of the {@link #refined} estimate of a document, as {@link #error}. */
  public double refinedError(double raw, float norm, float offset) {
    double cosine = cosine(raw, norm, offset);
    double square = cosine * cosine;
    double d = 2 * SLOPE * (2 - square - SLOPE);
    double variance = Math.PI / 2 - square * (1 + d) - share * (1 - square / 2 - square * d);
    return scale * norm * Math.sqrt(variance / margins.length) + rounding(norm, offset);
  }

  /**
   * The cosine of the angle between target and document, both from the centre, that a document's
   * raw value tells; arguments as of {@link #error}.
   */
  public double cosine(double raw, float norm, float offset) {
    return norm == 0 ? 0 : Math.clamp((raw - base - offset) / (scale * norm), -1, 1);
  }

  /** The distance between the target and such a document; arguments as of {@link #error}. */
  public double distance(double raw, float documentNorm, float offset) {
    double cosine = cosine(raw, documentNorm, offset);
    double square = norm * norm + documentNorm * (documentNorm - 2 * norm * cosine);
    return Math.sqrt(Math.max(0, square));
  }

  /** The target from the frame's centre on. */
  float[] centred() {
    return centred;
  }

  /** The element of the turned target that a bit is the sign of, in standard deviations. */
  double margin(int bit) {
    return margins[bit];
  }

  private double rounding(float norm, float offset) {
    return ROUNDING * (Math.abs(base) + Math.abs(offset) + scale * norm);
  }
}
