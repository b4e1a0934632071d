package org.nseekfs.quantization.lsh;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.Squares;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.hamming.HammingEstimates;
import org.nseekfs.quantization.kernel.hamming.HammingTarget;
import org.nseekfs.quantization.kernel.matrix.Rotation;

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
 *   <li><b>Asymmetric</b>: as w is known, so is the mean of w sign(v): near c = 0 it is sqrt(2 /
 *       pi) c times the mean W of the code's w^2, at c = 1 the mean of their |w|, and between them
 *       about sqrt(2 / pi) c (W (1 - c^2) + A c^2), with A that mean times sqrt(pi / 2). The
 *       estimate is the c at which the mean is what a document's signs give. With s^2 = 1 - c^2 its
 *       variance is (V - f s^4 (1 - c^2 / 2)) / n, where V = pi / 2 - c^2 - 2 c^2 (s^2 (2 - c^2) +
 *       c (asin(c) + c s - c)) + c^2 (2 s^2 + c^4 (pi / 2 - 1)): of w sign(v) what (1 - c^2) w^2 +
 *       c^2 sqrt(pi / 2) |w| does not tell. At c = 1 it is 0: a document in the target's direction
 *       is estimated exactly.
 * </ul>
 */
public final class SignTarget {

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int WORD_BYTES = SignFrame.BLOCK_DOCS * Integer.BYTES;

  /** What floats may be off by, relative to the parts of a raw value. */
  private static final double ROUNDING = 0x1p-17;

  /** Signs that one look-up adds up. */
  private static final int GROUP = 4;

  private static final int GROUP_SIZE = 1 << GROUP;

  /** Cosine from which on documents are near, its angle, and angles from there on. */
  private static final double NEAR = 0.9;

  private static final double WIDEST = StrictMath.acos(NEAR);
  private static final int SHIFTS = 24;

  private static final int UNTOLD_STEPS = 1024;
  private static final double[] UNTOLD = untoldTable();

  private final double share;
  private final float[] direction;
  private final float[] margins;
  private final double base;
  private final double scale;
  private final HammingEstimates estimates;

  /** For every group of signs, the sum of the margins with these signs. */
  private final float[] sums;

  /** What the sum of margins with a document's signs is multiplied by, to be a cosine about. */
  private final double unit;

  /** By what that is too large at a right angle, and how much less in the target's direction. */
  private final double atRightAngle;

  private final double less;

  /** What estimates are raised by, per unit of a document's norm. */
  private final double raised;

  /** Null until asked for; always the same then. */
  private volatile double[][] shifts;

  private SignTarget(SignFrame frame, Geometry target, float[] margins, double deviations) {
    this.share = (double) margins.length / frame.size();
    this.direction = target.direction;
    this.margins = margins;
    this.base = target.base;
    this.scale = target.scale;
    double raise = deviations * angleError(0, margins.length);
    this.raised = raise * scale;
    this.estimates =
        HammingEstimates.of(
            Kernels.best(),
            new HammingTarget(signs(margins), (float) scale, (float) base, (float) raise));
    this.sums = sums(margins);
    double absolute = 0;
    for (float margin : margins) {
      absolute += Math.abs(margin);
    }
    this.unit = Math.sqrt(Math.PI / 2) / margins.length;
    this.atRightAngle = Squares.sum(margins, 0, margins.length) / margins.length;
    this.less = atRightAngle - absolute * unit;
  }

  /**
   * Where a target is.
   *
   * @param direction what documents from the centre on are multiplied by
   * @param base what raw values hold beside
   * @param scale what a document's norm times the cosine is multiplied by
   */
  private record Geometry(float[] direction, double base, double scale) {}

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
   * @param deviations standard errors, those at a right angle, which are the largest, by which
   *     {@link #estimates} are raised
   * @return null if nothing can be estimated: it is not finite, too long, too near the centre, or
   *     save under the euclidean distance has no direction
   */
  public static SignTarget of(SignFrame frame, Object target, double deviations) {
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
      Geometry geometry = new Geometry(centred, -square, 2 * norm);
      return new SignTarget(frame, geometry, margins, deviations);
    }
    float[] direction = new float[vector.length];
    double base = 0;
    for (int i = 0; i < vector.length; i++) {
      direction[i] = (float) (vector[i] * factor);
      base += vector[i] * factor * frame.centre()[i];
    }
    if (!SignFrame.hasDirection(Math.sqrt(Squares.sum(direction, 0, direction.length)))) {
      return null;
    }
    return new SignTarget(frame, new Geometry(direction, base, norm), margins, deviations);
  }

  /**
   * Hamming estimates of the raw values of the documents of {@code blocks} consecutive blocks, the
   * first at {@code offset}, each raised by {@link #raised} times its norm. The same floats at
   * every vector width.
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
    // Four chains of sums: one would wait for itself.
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int table = 0;
    for (int word = 0; word < margins.length / Integer.SIZE; word++) {
      int signs = codes.get(INT, at + (long) word * WORD_BYTES);
      sum0 += sum(table, signs);
      sum1 += sum(table + GROUP_SIZE, signs >>> GROUP);
      sum2 += sum(table + 2 * GROUP_SIZE, signs >>> 2 * GROUP);
      sum3 += sum(table + 3 * GROUP_SIZE, signs >>> 3 * GROUP);
      sum0 += sum(table + 4 * GROUP_SIZE, signs >>> 4 * GROUP);
      sum1 += sum(table + 5 * GROUP_SIZE, signs >>> 5 * GROUP);
      sum2 += sum(table + 6 * GROUP_SIZE, signs >>> 6 * GROUP);
      sum3 += sum(table + 7 * GROUP_SIZE, signs >>> 7 * GROUP);
      table += Integer.SIZE / GROUP * GROUP_SIZE;
    }
    long norms = at + (long) margins.length / Integer.SIZE * WORD_BYTES;
    double cosine = cosine(unit * (sum0 + sum1 + (sum2 + sum3)));
    return base + codes.get(FLOAT, norms + WORD_BYTES) + codes.get(FLOAT, norms) * scale * cosine;
  }

  private float sum(int table, int signs) {
    return sums[table + (signs & GROUP_SIZE - 1)];
  }

  /** The cosine at which the mean is {@code mean}: from that of a linear one in two steps. */
  private double cosine(double mean) {
    double first = Math.clamp(mean / (atRightAngle - less), -1, 1);
    double second = Math.clamp(mean / (atRightAngle - less * first * first), -1, 1);
    return Math.clamp(mean / (atRightAngle - less * second * second), -1, 1);
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
    double angle = StrictMath.acos(cosine);
    double farther = angle + firstShift(cosine) + 2 * angleError(cosine, margins.length);
    return scale * norm * (cosine - StrictMath.cos(Math.min(Math.PI, farther))) / 2
        + rounding(norm, offset);
  }

  private double angleError(double cosine, int bits) {
    double differing = 1 - CollisionProbability.ofBit(cosine);
    double variance =
        differing * (1 - differing)
            - share * (1 - cosine * cosine) / (Math.PI * Math.PI)
            + 1.0 / bits;
    return Math.PI * Math.sqrt(variance / bits);
  }

  /**
   * The standard error of the {@link #refined} estimate of a document; arguments as of {@link
   * #error}. Its variance is taken too large by that of one bit more that differs.
   */
  public double refinedError(double raw, float norm, float offset) {
    double cosine = cosine(raw, norm, offset);
    double square = cosine * cosine;
    double rest = 1 - square;
    double fixed = share * rest * rest * (1 - square / 2);
    double variance = Math.max(0, untold(cosine) - fixed) + 2 * rest / margins.length;
    return scale * norm * (Math.sqrt(variance / margins.length) + refinedShift(cosine))
        + rounding(norm, offset);
  }

  /** By how much more than expected of any target this one's Hamming estimates of angles are. */
  private double firstShift(double cosine) {
    return cosine < NEAR ? 0 : shift(0, cosine);
  }

  /** By how much less than the cosine its refined estimates are. */
  private double refinedShift(double cosine) {
    return cosine < NEAR ? 0 : shift(1, cosine);
  }

  /**
   * Of documents that are near only bits of small margins differ. How many margins are small is a
   * matter of the rotation, and so the same for all documents near the target, and nearly so for
   * all targets near to each other: no chance that evens out. So it is computed, for some angles.
   */
  private double shift(int kind, double cosine) {
    double[][] known = shifts;
    if (known == null) {
      known = new double[2][SHIFTS];
      for (int i = 0; i < SHIFTS; i++) {
        setShifts(WIDEST * StrictMath.pow(2, -i / 2.0), i, known);
      }
      shifts = known;
    }
    double angle = Math.max(1e-9, StrictMath.acos(cosine));
    double place = 2 * StrictMath.log(WIDEST / angle) / StrictMath.log(2);
    int at = (int) Math.clamp(place, 0, SHIFTS - 1);
    return Math.max(known[kind][at], known[kind][Math.min(SHIFTS - 1, at + 1)]);
  }

  private void setShifts(double angle, int i, double[][] to) {
    double perMargin = 1 / StrictMath.tan(angle);
    double differing = 0;
    double sum = 0;
    for (float margin : margins) {
      double chance = RecallMargin.normal(-Math.abs(margin) * perMargin);
      differing += chance;
      sum += Math.abs(margin) * (1 - 2 * chance);
    }
    to[0][i] = Math.max(0, Math.PI * differing / margins.length - angle);
    to[1][i] = Math.max(0, StrictMath.cos(angle) - cosine(unit * sum));
  }

  /** V of the asymmetric estimate, between those of a table. */
  private static double untold(double cosine) {
    double place = Math.abs(cosine) * UNTOLD_STEPS;
    int below = Math.min(UNTOLD_STEPS - 1, (int) place);
    return UNTOLD[below] + (place - below) * (UNTOLD[below + 1] - UNTOLD[below]);
  }

  private static double[] untoldTable() {
    double[] table = new double[UNTOLD_STEPS + 1];
    for (int i = 0; i <= UNTOLD_STEPS; i++) {
      double cosine = (double) i / UNTOLD_STEPS;
      double square = cosine * cosine;
      double rest = 1 - square;
      double angle = StrictMath.asin(cosine);
      table[i] =
          Math.PI / 2
              - square
              - 2
                  * square
                  * (rest * (2 - square) + cosine * (angle + cosine * Math.sqrt(rest) - cosine))
              + square * (2 * rest + square * square * (Math.PI / 2 - 1));
    }
    return table;
  }

  /**
   * The cosine of the angle between target and document, both from the centre, that a document's
   * raw value tells; arguments as of {@link #error}.
   */
  public double cosine(double raw, float norm, float offset) {
    return norm == 0 ? 0 : Math.clamp((raw - base - offset) / (scale * norm), -1, 1);
  }

  /** What documents from the centre on are multiplied by, as the canonical raw value is. */
  float[] direction() {
    return direction;
  }

  /** What raw values hold beside. */
  double base() {
    return base;
  }

  /** What {@link #estimates} are raised by, per unit of a document's norm. */
  public double raised() {
    return raised;
  }

  /** The element of the turned target that a bit is the sign of, in standard deviations. */
  double margin(int bit) {
    return margins[bit];
  }

  private double rounding(float norm, float offset) {
    return ROUNDING * (Math.abs(base) + Math.abs(offset) + scale * norm);
  }
}
