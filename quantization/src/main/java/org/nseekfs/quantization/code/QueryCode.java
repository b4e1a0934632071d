package org.nseekfs.quantization.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.BlockBounds;
import org.nseekfs.quantization.kernel.CodeFields;
import org.nseekfs.quantization.kernel.CodeTarget;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.Operation;
import org.nseekfs.quantization.kernel.RowSum;

/**
 * A target in a frame: upper bounds of canonical raw values, see {@link ErrorBound}. Immutable,
 * shared by threads.
 */
public final class QueryCode {

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final BlockBounds bounds;
  private final float residualFactor;

  /** Null if the frame has no fine codes. */
  private final FineTarget fine;

  private QueryCode(BlockBounds bounds, float residualFactor, FineTarget fine) {
    this.bounds = bounds;
    this.residualFactor = residualFactor;
    this.fine = fine;
  }

  /**
   * The code of a target.
   *
   * @param target a {@code float[]}, {@code double[]} or {@code byte[]} of the frame's dimension
   * @return null if the frame gives it no bounds: it is too small or too large
   */
  public static QueryCode of(CodeFrame frame, Object target) {
    double[] vector = doubles(target);
    double norm = Math.sqrt(PrincipalDirections.dot(vector, vector));
    if (!ErrorBound.isCodable(norm)) {
      return null;
    }
    float[] mean = frame.mean();
    double base = 0;
    for (int i = 0; i < vector.length; i++) {
      switch (frame.similarity()) {
        case DOT_PRODUCT -> base += vector[i] * mean[i];
        case COSINE -> {
          vector[i] /= norm;
          base += vector[i] * mean[i];
        }
        case EUCLIDEAN -> vector[i] -= mean[i];
      }
    }
    double squareNorm = PrincipalDirections.dot(vector, vector);
    if (frame.similarity() == Similarity.EUCLIDEAN) {
      base = -squareNorm * (1 - ErrorBound.squareNormLoss(vector.length));
    }
    return ErrorBound.isCodable(Math.sqrt(squareNorm)) ? of(frame, vector, squareNorm, base) : null;
  }

  private static QueryCode of(CodeFrame frame, double[] vector, double squareNorm, double base) {
    double[] turned = turn(frame, vector);
    double along = PrincipalDirections.dot(turned, turned);
    double rest =
        ErrorBound.isComplete(frame)
            ? 0
            : Math.max(0, squareNorm - along) + (2 * frame.defect() + 0x1p-40) * squareNorm;
    // The euclidean raw value holds (t, z) twice.
    int factor = frame.similarity() == Similarity.EUCLIDEAN ? 2 : 1;
    List<BitAllocation.Field> fields = frame.fields();
    double reach = 0;
    double largest = 0;
    double[] parts = new double[fields.size()];
    for (int i = 0; i < parts.length; i++) {
      int direction = fields.get(i).direction();
      parts[i] = turned[direction] * frame.step(direction);
      largest = Math.max(largest, Math.abs(parts[i]));
      reach += UniformQuantizer.centre(fields.get(i).bits());
    }
    double available = ErrorBound.MAX_SUM - reach / 2;
    if (available < ErrorBound.MAX_SUM / 2) {
      return null;
    }
    double reachNorm = ErrorBound.MAX_SPREAD * frame.spread();
    double unit =
        Math.max(
                Math.sqrt(along) * (1 + 0x1p-20) * reachNorm / available, largest / Short.MAX_VALUE)
            + Double.MIN_NORMAL;
    short[] weights = new short[parts.length];
    double middle = 0;
    double missed = 0;
    for (int i = 0; i < parts.length; i++) {
      float centre = UniformQuantizer.centre(fields.get(i).bits());
      weights[i] = (short) Math.round(parts[i] / unit);
      middle += weights[i] * centre;
      double step = frame.step(fields.get(i).direction());
      if (step > 0) {
        double part = (parts[i] - weights[i] * unit) / step;
        missed += part * part;
      }
    }
    long start = Math.round(middle);
    double squares = rest;
    for (int j = 0; j < turned.length; j++) {
      double part = turned[j] / frame.weight(j);
      squares += part * part;
    }
    float residualFactor = ErrorBound.roundUp(factor * Math.sqrt(squares) * (1 + 0x1p-20));
    CodeTarget codeTarget =
        new CodeTarget(
            fields(frame, weights),
            (short) -start,
            (float) (factor * unit),
            ErrorBound.roundUp(
                factor * ((start - middle) * unit + Math.sqrt(missed) * reachNorm * (1 + 0x1p-20))),
            residualFactor,
            ErrorBound.roundUp(base));
    FineTarget fine = frame.fineBytes() == 0 ? null : FineTarget.of(frame, turned, rest, factor);
    return new QueryCode(Kernels.best().bounds(codeTarget), residualFactor, fine);
  }

  private static CodeFields fields(CodeFrame frame, short[] weights) {
    List<BitAllocation.Field> fields = frame.fields();
    int[] wordEnds = new int[frame.words()];
    int[] shifts = new int[weights.length];
    short[] masks = new short[weights.length];
    for (int i = 0; i < weights.length; i++) {
      wordEnds[fields.get(i).word()] = i + 1;
      shifts[i] = fields.get(i).shift();
      masks[i] = (short) ((1 << fields.get(i).bits()) - 1);
    }
    boolean withSquareNorms = frame.similarity() == Similarity.EUCLIDEAN;
    return new CodeFields(wordEnds, shifts, masks, weights, withSquareNorms);
  }

  private static double[] doubles(Object target) {
    switch (target) {
      case double[] vector -> {
        return vector.clone();
      }
      case float[] floats -> {
        double[] vector = new double[floats.length];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = floats[i];
        }
        return vector;
      }
      case byte[] bytes -> {
        double[] vector = new double[bytes.length];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = bytes[i];
        }
        return vector;
      }
      default -> throw new IllegalArgumentException("not a vector: " + target.getClass());
    }
  }

  /** The target along the frame's directions. */
  private static double[] turn(CodeFrame frame, double[] vector) {
    float[] rotation = frame.rotation();
    double[] turned = new double[frame.directions()];
    for (int i = 0; i < vector.length; i++) {
      double element = vector[i];
      int at = i * frame.paddedDirections();
      for (int j = 0; j < turned.length; j++) {
        turned[j] += element * rotation[at + j];
      }
    }
    return turned;
  }

  /**
   * Bounds of the documents of {@code blocks} consecutive blocks of coarse codes, the first at
   * {@code offset}.
   *
   * @param upper gets, for every document in order, a float that is at least its canonical raw
   *     value; never NaN
   * @param blockUpper gets the largest of each block
   */
  public void upperBounds(
      MemorySegment codes, long offset, int blocks, float[] upper, float[] blockUpper) {
    bounds.bounds(codes, offset, blocks, upper, blockUpper);
  }

  /**
   * The bound of a document by its fine code, at {@code offset}.
   *
   * @param coarse its bound by the coarse code, not changed
   */
  public double fineUpper(MemorySegment fineCodes, long offset, float coarse) {
    if (coarse == Float.POSITIVE_INFINITY) {
      return coarse;
    }
    int correction = fineCodes.get(INT, offset);
    double scale = Float.intBitsToFloat(correction & 0xFFFF_0000);
    double residual = Float.intBitsToFloat(correction << Short.SIZE);
    double fineResidual = fineCodes.get(FLOAT, offset + Integer.BYTES);
    return coarse
        - residual * residualFactor
        + fine.above(fineCodes, offset + 2 * Integer.BYTES, scale, fineResidual);
  }

  /** A target's weights on fine codes. */
  private record FineTarget(RowSum sum, double unit, double missed, double residualFactor) {

    static FineTarget of(CodeFrame frame, double[] turned, double rest, int factor) {
      double largest = 0;
      for (int j = 0; j < turned.length; j++) {
        largest = Math.max(largest, Math.abs(turned[j] * frame.fineStep(j)));
      }
      double unit = largest / Byte.MAX_VALUE + Double.MIN_NORMAL;
      byte[] weights = new byte[turned.length];
      double missed = 0;
      double squares = 0;
      for (int j = 0; j < turned.length; j++) {
        double part = turned[j] * frame.fineStep(j);
        weights[j] = (byte) Math.round(part / unit);
        missed += Math.abs(part - weights[j] * unit) * Byte.MAX_VALUE;
        squares += turned[j] * turned[j];
      }
      double weight = frame.fineWeight();
      return new FineTarget(
          Kernels.best().sum(ElementType.BYTE, Operation.DOT, weights),
          factor * unit,
          factor * missed * (1 + 0x1p-20),
          factor * Math.sqrt(squares / (weight * weight) + rest) * (1 + 0x1p-20));
    }

    double above(MemorySegment codes, long offset, double scale, double residual) {
      double[] sums = new double[1];
      sum.sumBulk(codes, offset, 1, sums);
      return scale * (unit * sums[0] + missed) + residual * residualFactor;
    }
  }
}
