package org.nseekfs.quantization.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.Operation;
import org.nseekfs.quantization.kernel.RowSum;

/**
 * A target's weights on fine codes, see {@link ErrorBound}.
 *
 * @param sum of weights and levels
 * @param unit of the weights
 * @param missed by the weights, for a document of scale 1
 * @param residualFactor Q for fine residuals
 */
record FineTarget(RowSum sum, double unit, double missed, double residualFactor) {

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static FineTarget of(CodeFrame frame, TurnedTarget target) {
    double[] along = target.along();
    double largest = 0;
    for (int j = 0; j < along.length; j++) {
      largest = Math.max(largest, Math.abs(along[j] * frame.fineStep(j)));
    }
    double unit = largest / Byte.MAX_VALUE + Double.MIN_NORMAL;
    byte[] weights = new byte[along.length];
    double missed = 0;
    for (int j = 0; j < along.length; j++) {
      double part = along[j] * frame.fineStep(j);
      weights[j] = (byte) Math.round(part / unit);
      missed += Math.abs(part - weights[j] * unit) * Byte.MAX_VALUE;
    }
    double weight = frame.fineWeight();
    double squares = target.squareAlong() / (weight * weight) + target.squareRest();
    return new FineTarget(
        Kernels.best().sum(ElementType.BYTE, Operation.DOT, weights),
        target.factor() * unit,
        target.factor() * missed * (1 + 0x1p-20),
        target.factor() * Math.sqrt(squares) * (1 + 0x1p-20));
  }

  /**
   * The bound of the document whose fine code is at {@code offset}.
   *
   * @param coarse its coarse bound
   * @param coarseFactor Q for coarse residuals
   */
  double upper(MemorySegment codes, long offset, float coarse, float coarseFactor) {
    int correction = codes.get(INT, offset);
    double scale = Float.intBitsToFloat(correction & 0xFFFF_0000);
    double coarseResidual = Float.intBitsToFloat(correction << Short.SIZE);
    double residual = codes.get(FLOAT, offset + Integer.BYTES);
    double[] sums = new double[1];
    sum.sumBulk(codes, offset + CodeFrame.FINE_HEADER_BYTES, 1, sums);
    return coarse
        - coarseResidual * coarseFactor
        + scale * (unit * sums[0] + missed)
        + residual * residualFactor;
  }
}
