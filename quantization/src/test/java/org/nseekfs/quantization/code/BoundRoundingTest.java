package org.nseekfs.quantization.code;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.code.PrincipalDirections.Direction;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.sum.Operation;
import org.nseekfs.quantization.kernel.sum.RowSum;

/** What floats and doubles round away is in the bounds. */
class BoundRoundingTest {

  @Test
  void aFineBoundIsNotBelowWhatACoarseOneRoundedAway() {
    RowSum none = RowSum.of(Kernels.best(), ElementType.BYTE, Operation.DOT, new byte[16]);
    FineTarget target = new FineTarget(none, none, 1, 0, 1);
    MemorySegment code = MemorySegment.ofArray(new byte[CodeFrame.FINE_HEADER_BYTES + 16]);
    Random random = new Random(30268);
    for (int trial = 0; trial < 10_000; trial++) {
      float exactResidual = (1 + random.nextInt(128) / 128f) * 0x1p10f;
      float factor = 1 + random.nextFloat();
      code.set(
          ValueLayout.JAVA_INT_UNALIGNED, 0, Float.floatToRawIntBits(exactResidual) >>> Short.SIZE);
      float coarse = exactResidual * factor;
      double bound = target.upper(code, 0, coarse, factor);
      assertTrue(bound >= 0, exactResidual + " times " + factor + " gives " + bound);
    }
  }

  @Test
  void directionsThatSeemOrthonormalMayBeOffByWhatSumsRound() {
    int dimension = 1024;
    List<Direction> directions = new ArrayList<>();
    for (int j = 0; j < dimension; j++) {
      directions.add(new Direction(0, j, new float[] {1}));
    }
    PrincipalDirections found = new PrincipalDirections(directions, new double[dimension]);
    double defect = Basis.of(new float[dimension], found, dimension, Checkpoint.NONE).defect();
    assertTrue(defect >= dimension * dimension * 0x1p-53, "defect " + defect);
    assertTrue(defect <= 0x1p-30, "defect " + defect);
  }

  @Test
  void theResidualsFactorCoversTheLargestDefect() {
    double e = ErrorBound.MAX_DEFECT;
    assertTrue((1 + e) * Math.sqrt(1 - e - e * e) >= 1, "defect " + e);
  }
}
