package org.nseekfs.quantization.code;

import java.lang.foreign.MemorySegment;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.LittleEndian;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.sum.Operation;
import org.nseekfs.quantization.kernel.sum.RowSum;

/**
 * A target's weights on fine codes, see {@link ErrorBound}.
 *
 * <p>A weight is 256 times a high byte and a low one, so that rounding the target does not matter
 * beside the documents' residuals.
 *
 * @param high the sum of high bytes and levels
 * @param low the sum of low bytes and levels
 * @param unit of the weights
 * @param missed by the weights, for a document of scale 1
 * @param residualFactor Q for fine residuals
 */
record FineTarget(RowSum high, RowSum low, double unit, double missed, double residualFactor) {

  static FineTarget of(CodeFrame frame, TurnedTarget target) {
    double[] along = target.along();
    double largest = 0;
    for (int j = 0; j < along.length; j++) {
      largest = Math.max(largest, Math.abs(along[j] * frame.fineStep(j)));
    }
    double unit = largest / (Byte.MAX_VALUE << Byte.SIZE) + Double.MIN_NORMAL;
    byte[] high = new byte[along.length];
    byte[] low = new byte[along.length];
    double missed = 0;
    for (int j = 0; j < along.length; j++) {
      double part = along[j] * frame.fineStep(j);
      int weight = (int) Math.round(part / unit);
      high[j] = (byte) ((weight + (1 << (Byte.SIZE - 1))) >> Byte.SIZE);
      low[j] = (byte) weight;
      missed += Math.abs(part - weight * unit) * Byte.MAX_VALUE;
    }
    double fineWeight = frame.fineWeight();
    double squares = target.squareAlong() / (fineWeight * fineWeight) + target.squareRest();
    return new FineTarget(
        RowSum.of(Kernels.best(), ElementType.BYTE, Operation.DOT, high),
        RowSum.of(Kernels.best(), ElementType.BYTE, Operation.DOT, low),
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
    int correction = codes.get(LittleEndian.INT, offset);
    double scale = Float.intBitsToFloat(correction & 0xFFFF_0000);
    double coarseResidual = Float.intBitsToFloat(correction << Short.SIZE);
    double residual = codes.get(LittleEndian.FLOAT, offset + Integer.BYTES);
    double[] sums = new double[1];
    high.sumBulk(codes, offset + CodeFrame.FINE_HEADER_BYTES, 1, sums);
    double sum = (1 << Byte.SIZE) * sums[0];
    low.sumBulk(codes, offset + CodeFrame.FINE_HEADER_BYTES, 1, sums);
    sum += sums[0];
    return coarse
        - coarseResidual * coarseFactor * (1 - ErrorBound.RESIDUAL_LOSS)
        + scale * (unit * sum + missed)
        + residual * residualFactor;
  }
}
