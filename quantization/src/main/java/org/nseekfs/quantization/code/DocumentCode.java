package org.nseekfs.quantization.code;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.CodeFields;

/** The codes of one document at a time. */
final class DocumentCode {

  private final CodeFrame frame;

  // For every field.
  private final int[] directions;
  private final int[] words;
  private final int[] shifts;
  private final int[] highest;
  private final float[] centres;
  private final float[] steps;

  /** Squares of the weights of all directions. */
  private final double[] squareWeights;

  private final double largestWeight;
  private final float[] fineSteps;
  private final double fineWeight;

  private final int[] levels;
  private final float[] offsets;
  private final short[] code;
  private final float[] errors;
  private final byte[] fine;
  private float scale;
  private double residual;
  private double fineResidual;
  private double squareNorm;

  DocumentCode(CodeFrame frame) {
    this.frame = frame;
    int count = frame.fields().size();
    this.directions = new int[count];
    this.words = new int[count];
    this.shifts = new int[count];
    this.highest = new int[count];
    this.centres = new float[count];
    this.steps = new float[count];
    for (int i = 0; i < count; i++) {
      BitAllocation.Field field = frame.fields().get(i);
      directions[i] = field.direction();
      words[i] = field.word();
      shifts[i] = field.shift();
      highest[i] = (1 << field.bits()) - 1;
      centres[i] = UniformQuantizer.centre(field.bits());
      steps[i] = frame.step(field.direction());
    }
    this.squareWeights = new double[frame.directions()];
    this.fineSteps = new float[frame.directions()];
    double largest = 1;
    for (int j = 0; j < squareWeights.length; j++) {
      double weight = frame.weight(j);
      squareWeights[j] = weight * weight;
      largest = Math.max(largest, weight);
      fineSteps[j] = frame.fineStep(j);
    }
    this.largestWeight = largest * (1 + 0x1p-40);
    this.fineWeight = frame.fineWeight();
    this.levels = new int[count];
    this.offsets = new float[count];
    this.code = new short[frame.words()];
    this.errors = new float[frame.directions()];
    this.fine = new byte[frame.fineBytes() > 0 ? frame.directions() : 0];
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
    for (int i = 0; i < levels.length; i++) {
      float step = scale * steps[i];
      float level = step > 0 ? errors[directions[i]] / step + centres[i] : centres[i];
      levels[i] = Math.max(0, Math.min(highest[i], (int) (level + 0.5f)));
    }
    Arrays.fill(code, (short) 0);
    for (int i = 0; i < levels.length; i++) {
      code[words[i]] |= (short) (levels[i] << shifts[i]);
      float offset = levels[i] - centres[i];
      offsets[i] = steps[i] * offset;
      // As a real number, a d (f - c): the float above rounds.
      int j = directions[i];
      errors[j] = (float) (errors[j] - (double) scale * steps[i] * offset);
    }
    double reach = Math.sqrt(Squares.sum(offsets, 0, offsets.length)) * (1 + 0x1p-20);
    return reach <= ErrorBound.MAX_SPREAD * frame.spread();
  }

  /** Fills the fine code; the sum of the squares of what it misses. */
  private double refine() {
    for (int j = 0; j < errors.length; j++) {
      float step = scale * fineSteps[j];
      float level = step > 0 ? errors[j] / step : 0;
      int rounded = (int) (level + Math.copySign(0.5f, level));
      fine[j] = (byte) Math.max(-Byte.MAX_VALUE, Math.min(Byte.MAX_VALUE, rounded));
    }
    for (int j = 0; j < errors.length; j++) {
      errors[j] = (float) (errors[j] - (double) scale * fineSteps[j] * fine[j]);
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
    for (int word = 0; word < code.length; word++) {
      int slot = word * CodeFrame.BLOCK_DOCS + CodeFields.slot(lane);
      coarse.putShort(slot * Short.BYTES, code[word]);
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
