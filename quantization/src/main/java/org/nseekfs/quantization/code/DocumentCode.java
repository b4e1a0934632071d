package org.nseekfs.quantization.code;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.bounds.CodeFields;

/** The codes of one document at a time. */
final class DocumentCode {

  /** By how much the levels of a fine code are shifted to be positive. */
  private static final int FINE_ZERO = Byte.MAX_VALUE + 1;

  private final CodeFrame frame;

  // For every direction; loops over them are simple enough for the compiler to vectorise.
  private final int[] words;
  private final int[] factors;
  private final int[] highest;
  private final float[] centres;
  private final float[] steps;
  private final float[] inverseSteps;
  private final float[] fineSteps;
  private final float[] inverseFineSteps;

  /** Squares of the weights. */
  private final double[] squareWeights;

  private final double largestWeight;
  private final double fineWeight;

  private final float[] offsets;
  private final int[] levels;
  private final int[] code;
  private final float[] errors;
  private final byte[] fine;
  private float scale;
  private double residual;
  private double fineResidual;
  private double squareNorm;

  DocumentCode(CodeFrame frame) {
    this.frame = frame;
    int count = frame.directions();
    this.words = new int[count];
    this.factors = new int[count];
    this.highest = new int[count];
    for (BitAllocation.Field field : frame.fields()) {
      words[field.direction()] = field.word();
      factors[field.direction()] = 1 << field.shift();
      highest[field.direction()] = (1 << field.bits()) - 1;
    }
    this.centres = new float[count];
    this.steps = new float[count];
    this.fineSteps = new float[count];
    this.squareWeights = new double[count];
    double largest = 1;
    for (int j = 0; j < count; j++) {
      centres[j] = UniformQuantizer.centre(frame.bits(j));
      steps[j] = frame.step(j);
      fineSteps[j] = frame.fineStep(j);
      double weight = frame.weight(j);
      squareWeights[j] = weight * weight;
      largest = Math.max(largest, weight);
    }
    this.inverseSteps = inverses(steps);
    this.inverseFineSteps = inverses(fineSteps);
    this.largestWeight = largest * (1 + 0x1p-40);
    this.fineWeight = frame.fineWeight();
    this.offsets = new float[count];
    this.levels = new int[count];
    // One more than there are words: a frame without bits has none, but directions.
    this.code = new int[frame.words() + 1];
    this.errors = new float[count];
    this.fine = new byte[frame.fineBytes() > 0 ? count : 0];
  }

  private static float[] inverses(float[] steps) {
    float[] inverses = new float[steps.length];
    for (int j = 0; j < steps.length; j++) {
      inverses[j] = inverse(steps[j]);
    }
    return inverses;
  }

  /** 1 / {@code step}; 0 where all levels mean the same. */
  private static float inverse(float step) {
    return step > 0 ? 1 / step : 0;
  }

  /**
   * Encodes a document.
   *
   * @param turned its z along the directions, from {@code offset} on
   * @param squareNorm |z|^2, NaN if it is not to be coded
   * @return whether it is coded
   */
  boolean encode(float[] turned, int offset, double squareNorm) {
    this.squareNorm = squareNorm;
    System.arraycopy(turned, offset, errors, 0, errors.length);
    double along = Squares.sum(errors, 0, errors.length);
    scale = roundToHalf((float) (Math.sqrt(along) / frame.spread()));
    if (!(squareNorm < Double.POSITIVE_INFINITY) || !Float.isFinite(scale) || !quantize()) {
      return false;
    }
    double norm = Math.sqrt(squareNorm) * (1 + 0x1p-22);
    double rest =
        ErrorBound.isComplete(frame)
            ? 0
            : Math.max(0, squareNorm - along) + ErrorBound.restLoss(frame) * squareNorm;
    double loss = ErrorBound.loss(frame, norm);
    double squares = Squares.weightedSum(errors, squareWeights);
    residual = ErrorBound.residual(squares + rest, largestWeight, loss);
    if (fine.length > 0) {
      double fineSquares = fineWeight * fineWeight * refine();
      double weight = Math.max(1, fineWeight);
      fineResidual = ErrorBound.residual(fineSquares + rest, weight, loss);
    }
    return Double.isFinite(residual);
  }

  /** Fills the code, leaves what it misses in the errors. */
  private boolean quantize() {
    float inverseScale = inverse(scale);
    for (int j = 0; j < errors.length; j++) {
      // Any level is right: what it misses is measured.
      int rounded = (int) (errors[j] * (inverseScale * inverseSteps[j]) + (centres[j] + 0.5f));
      int level = Math.max(0, Math.min(highest[j], rounded));
      offsets[j] = level - centres[j];
      levels[j] = level * factors[j];
    }
    for (int j = 0; j < errors.length; j++) {
      // As a real number, a d (f - c): a float would round.
      errors[j] = (float) (errors[j] - (double) scale * steps[j] * offsets[j]);
      offsets[j] *= steps[j];
    }
    Arrays.fill(code, 0);
    for (int j = 0; j < levels.length; j++) {
      code[words[j]] += levels[j];
    }
    double reach = Math.sqrt(Squares.sum(offsets, 0, offsets.length)) * (1 + 0x1p-20);
    return reach <= ErrorBound.MAX_SPREAD * frame.spread();
  }

  /** Fills the fine code; the sum of the squares of what it misses. */
  private double refine() {
    float inverseScale = inverse(scale);
    for (int j = 0; j < errors.length; j++) {
      // Shifted to positive numbers, which casting rounds down.
      float level = errors[j] * (inverseScale * inverseFineSteps[j]) + (FINE_ZERO + 0.5f);
      levels[j] = Math.max(1, Math.min(2 * FINE_ZERO - 1, (int) level)) - FINE_ZERO;
    }
    for (int j = 0; j < errors.length; j++) {
      errors[j] = (float) (errors[j] - (double) scale * fineSteps[j] * levels[j]);
    }
    for (int j = 0; j < fine.length; j++) {
      fine[j] = (byte) levels[j];
    }
    return Squares.sum(errors, 0, errors.length);
  }

  /** A float of eight significant bits. */
  private static float roundToHalf(float value) {
    return Float.intBitsToFloat((Float.floatToRawIntBits(value) + 0x7FFF) & 0xFFFF_0000);
  }

  /** Writes what was encoded last. */
  void write(ByteBuffer coarse, int lane, ByteBuffer fineOut) {
    int correction = Float.floatToRawIntBits(scale) | ErrorBound.roundUpToHalf(residual);
    int slot = CodeFields.slot(lane);
    for (int word = 0; word < frame.words(); word++) {
      coarse.putShort((word * CodeFrame.BLOCK_DOCS + slot) * Short.BYTES, (short) code[word]);
    }
    int at = frame.correctionAt(lane);
    coarse.putInt(at, correction);
    if (frame.similarity() == Similarity.EUCLIDEAN) {
      double diminished = squareNorm * (1 - ErrorBound.squareNormLoss(frame.dimension()));
      coarse.putFloat(at + CodeFrame.BLOCK_DOCS * Float.BYTES, Math.nextDown((float) diminished));
    }
    if (fine.length > 0) {
      int fineAt = lane * frame.fineBytes();
      fineOut.putInt(fineAt, correction);
      fineOut.putFloat(fineAt + Integer.BYTES, ErrorBound.roundUp(fineResidual));
      fineOut.put(fineAt + 2 * Integer.BYTES, fine);
    }
  }
}
