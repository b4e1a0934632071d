package org.nseekfs.quantization.lsh;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.Squares;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.matrix.Rotation;
import org.nseekfs.quantization.kernel.signs.AsymmetricEstimates;
import org.nseekfs.quantization.kernel.signs.AsymmetricTarget;

/**
 * A target in a frame: estimates of canonical raw values, and their standard errors. Immutable,
 * shared by threads.
 *
 * <p>Let z and q be at an angle of cosine c, v and w their turned elements times the square root of
 * the {@link SignFrame#size} over their norms: nearly pairs of normal numbers, of variance 1 and
 * correlation c, but for what orthogonality fixes, the sums of v^2, w^2 and vw over all elements. A
 * code has the signs of the first n of them, the share f.
 *
 * <p>As w is known, so is the mean of w sign(v): near c = 0 it is sqrt(2 / pi) c times the mean W
 * of the code's w^2, at c = 1 the mean of their |w|, and between them about sqrt(2 / pi) c (W (1 -
 * c^2) + A c^2), with A that mean times sqrt(pi / 2). The estimate is the c at which the mean is
 * what a document's signs give. With s^2 = 1 - c^2 its variance is (V - f s^4 (1 - c^2 / 2)) / n,
 * where V = pi / 2 - c^2 - 2 c^2 (s^2 (2 - c^2) + c (asin(c) + c s - c)) + c^2 (2 s^2 + c^4 (pi / 2
 * - 1)): of w sign(v) what (1 - c^2) w^2 + c^2 sqrt(pi / 2) |w| does not tell; the share f is
 * missing of what a linear function of v^2, w^2 and vw explains. At c = 1 it is 0.
 *
 * <p>The sum of w sign(v) over four elements has 16 values, which are rounded to a multiple of one
 * step for all: to an entry of a table, {@link AsymmetricTarget}. Each rounding adds a variance of
 * step^2 / 12 to the sum.
 */
public final class SignTarget {

  /** What floats may be off by, relative to the parts of a raw value. */
  private static final double ROUNDING = 0x1p-17;

  private static final int GROUP = AsymmetricTarget.GROUP;
  private static final int GROUP_ENTRIES = AsymmetricTarget.GROUP_ENTRIES;

  /** Cosine from which on documents are near, its angle, and angles from there on. */
  private static final double NEAR = 0.9;

  private static final double WIDEST = StrictMath.acos(NEAR);
  private static final int SHIFTS = 24;

  /** Heights whose squares, of about 1 each, sum up to less tell nothing. */
  private static final double LEAST_SQUARE = 1;

  private static final int UNTOLD_STEPS = 1024;
  private static final double[] UNTOLD = untoldTable();

  private final double share;
  private final float[] direction;
  private final float[] heights;
  private final double base;
  private final double scale;
  private final AsymmetricEstimates estimates;

  /** By what a sum of heights in units of a cosine is too large at a right angle. */
  private final double atRightAngle;

  /** By what share of that it is less in the target's direction. */
  private final double bend;

  /** The variance of an estimate that comes of rounded entries. */
  private final double roundingVariance;

  /** What estimates are raised by, per unit of a document's norm. */
  private final double raised;

  /** Null until asked for; always the same then. */
  private volatile double[] shifts;

  private SignTarget(SignFrame frame, Geometry target, float[] heights, double deviations) {
    this.share = (double) heights.length / frame.size();
    this.direction = target.direction;
    this.heights = heights;
    this.base = target.base;
    this.scale = target.scale;
    double absolute = 0;
    for (float height : heights) {
      absolute += Math.abs(height);
    }
    double unit = Math.sqrt(Math.PI / 2) / heights.length;
    this.atRightAngle = Squares.sum(heights, 0, heights.length) / heights.length;
    float[] sums = sums(heights);
    double step = 2.0 * largest(sums) / AsymmetricTarget.MAX_ENTRY;
    byte[] entries = entries(sums, step);
    // At c = 1 the largest entries are summed: so their rounding is taken out there.
    this.bend = 1 - (step * sumOfLargest(entries) - absolute) * unit / atRightAngle;
    this.roundingVariance = unit * unit * step * step / 12 * (heights.length / GROUP);
    double raise = deviations * Math.sqrt(variance(0));
    this.raised = raise * scale;
    double perStep = unit / atRightAngle;
    this.estimates =
        AsymmetricEstimates.of(
            Kernels.best(),
            new AsymmetricTarget(
                entries,
                (float) (perStep * step),
                (float) (-absolute * perStep),
                (float) bend,
                (float) scale,
                (float) base,
                (float) raise));
  }

  /**
   * Where a target is.
   *
   * @param direction what documents from the centre on are multiplied by
   * @param base what raw values hold beside
   * @param scale what a document's norm times the cosine is multiplied by
   */
  private record Geometry(float[] direction, double base, double scale) {}

  /** The sums of four heights each, with all signs that documents may have; 16 for every four. */
  private static float[] sums(float[] heights) {
    float[] sums = new float[heights.length / GROUP * GROUP_ENTRIES];
    for (int first = 0; first < heights.length; first += GROUP) {
      int to = first / GROUP * GROUP_ENTRIES;
      sums[to] = heights[first] + heights[first + 1] + heights[first + 2] + heights[first + 3];
      for (int signs = 1; signs < GROUP_ENTRIES; signs++) {
        int lowest = Integer.numberOfTrailingZeros(signs);
        sums[to + signs] = sums[to + (signs & signs - 1)] - 2 * heights[first + lowest];
      }
    }
    return sums;
  }

  private static float largest(float[] sums) {
    float largest = 0;
    for (float sum : sums) {
      largest = Math.max(largest, sum);
    }
    return largest;
  }

  private static int sumOfLargest(byte[] entries) {
    int sum = 0;
    for (int first = 0; first < entries.length; first += GROUP_ENTRIES) {
      int largest = 0;
      for (int i = first; i < first + GROUP_ENTRIES; i++) {
        largest = Math.max(largest, entries[i]);
      }
      sum += largest;
    }
    return sum;
  }

  /** For every sum, by how many steps it is above the least of its four heights. */
  private static byte[] entries(float[] sums, double step) {
    byte[] entries = new byte[sums.length];
    double perSum = 1 / step;
    for (int first = 0; first < sums.length; first += GROUP_ENTRIES) {
      float least = 0;
      for (int i = first; i < first + GROUP_ENTRIES; i++) {
        least = Math.min(least, sums[i]);
      }
      for (int i = first; i < first + GROUP_ENTRIES; i++) {
        entries[i] = (byte) ((sums[i] - least) * perSum + 0.5);
      }
    }
    return entries;
  }

  /**
   * The target in {@code frame}.
   *
   * @param target a {@code float[]}, {@code double[]} or {@code byte[]} of the frame's dimension
   * @param deviations standard errors, those at a right angle, which are the largest, by which
   *     {@link #estimates} are raised
   * @return null if nothing can be estimated: it is not finite, too long, too near the centre, has
   *     hardly a part in what signs are of, or save under the euclidean distance has no direction
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
    float[] heights = new float[frame.bits()];
    double unit = 1 / (norm * frame.size());
    for (int i = 0; i < heights.length; i++) {
      heights[i] = (float) (turned[i] * unit);
    }
    if (Squares.sum(heights, 0, heights.length) < LEAST_SQUARE) {
      return null;
    }
    if (frame.similarity() == Similarity.EUCLIDEAN) {
      Geometry geometry = new Geometry(centred, -square, 2 * norm);
      return new SignTarget(frame, geometry, heights, deviations);
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
    return new SignTarget(frame, new Geometry(direction, base, norm), heights, deviations);
  }

  /**
   * Estimates of the raw values of the documents of {@code blocks} consecutive blocks, the first at
   * {@code offset}, each raised by {@link #raised} times its norm. The same floats at every vector
   * width.
   *
   * @param estimates gets the estimate of every document in order: +infinity for rows that could
   *     not be coded, -infinity for lanes without a document
   * @param reaching gets for each block the documents whose estimate is at least {@code least},
   *     document i as bit i
   */
  public void estimates(
      MemorySegment codes,
      long offset,
      int blocks,
      float least,
      float[] estimates,
      long[] reaching) {
    this.estimates.estimates(codes, offset, blocks, least, estimates, reaching);
  }

  /** The estimate where the mean is {@code mean}, as {@link AsymmetricTarget} has it. */
  private double cosine(double mean) {
    double u = mean / atRightAngle;
    double about = Math.clamp(u + bend / ((1 - bend) * (1 - bend) * (1 - bend)) * u * u * u, -1, 1);
    return Math.clamp(u / (1 - bend * about * about), -1, 1);
  }

  /**
   * The standard error of the estimate of a document. Its variance is taken too large by that of
   * one bit more that differs.
   *
   * @param raw its raw value
   * @param norm its norm as in its block
   * @param offset its offset as in its block
   */
  public double error(double raw, float norm, float offset) {
    double cosine = cosine(raw, norm, offset);
    return scale * norm * (Math.sqrt(variance(cosine)) + shift(cosine)) + rounding(norm, offset);
  }

  private double variance(double cosine) {
    double square = cosine * cosine;
    double rest = 1 - square;
    double fixed = share * rest * rest * (1 - square / 2);
    double variance = Math.max(0, untold(cosine) - fixed) + 2 * rest / heights.length;
    return variance / heights.length + roundingVariance;
  }

  /**
   * Of documents that are near only bits of small heights differ. How many heights are small is a
   * matter of the rotation, and so the same for all documents near the target, and nearly so for
   * all targets near to each other: no chance that evens out. So by how much less than the cosine
   * estimates are is computed, for some angles.
   */
  private double shift(double cosine) {
    if (cosine < NEAR) {
      return 0;
    }
    double[] known = shifts;
    if (known == null) {
      known = new double[SHIFTS];
      for (int i = 0; i < SHIFTS; i++) {
        known[i] = shiftAt(WIDEST * StrictMath.pow(2, -i / 2.0));
      }
      shifts = known;
    }
    double angle = Math.max(1e-9, StrictMath.acos(cosine));
    double place = 2 * StrictMath.log(WIDEST / angle) / StrictMath.log(2);
    int at = (int) Math.clamp(place, 0, SHIFTS - 1);
    return Math.max(known[at], known[Math.min(SHIFTS - 1, at + 1)]);
  }

  private double shiftAt(double angle) {
    double perHeight = 1 / StrictMath.tan(angle);
    double sum = 0;
    double largest = 0;
    for (float height : heights) {
      double chance = RecallMargin.normal(-Math.abs(height) * perHeight);
      sum += Math.abs(height) * (1 - 2 * chance);
      largest += Math.abs(height);
    }
    double mean = sum / largest * (1 - bend) * atRightAngle;
    return Math.max(0, StrictMath.cos(angle) - cosine(mean));
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
  double height(int bit) {
    return heights[bit];
  }

  private double rounding(float norm, float offset) {
    return ROUNDING * (Math.abs(base) + Math.abs(offset) + scale * norm);
  }
}
