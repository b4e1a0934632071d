package org.nseekfs.quantization.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.EncodedRows.Codes;
import org.nseekfs.quantization.kernel.sum.RowScorer;

/** No bound is ever below the canonical raw value, whatever vectors, frames and targets are. */
class ErrorBoundTest {

  private static final long SEED = 30265;

  /** No multiple of 64, so that every block but the first is padded. */
  private static final int DOCS = 75;

  private static final int[] DIMENSIONS = {1, 2, 3, 7, 16, 31, 64, 65, 101};

  private final Random random = new Random(SEED);
  private int finite;
  private int all;

  @ParameterizedTest
  @EnumSource
  void boundsOfRandomVectorsHold(VectorKind kind) {
    for (ElementType type : ElementType.values()) {
      for (Similarity similarity : Similarity.values()) {
        for (int dimension : DIMENSIONS) {
          checkOwnAndOtherFrame(kind, type, similarity, dimension);
        }
      }
    }
    // Of other kinds only tiny vectors, zeros, and those far from their frame have no bounds.
    double least = kind == VectorKind.NORMS || kind == VectorKind.TINY ? 0.05 : 0.5;
    assertTrue(finite > least * all, kind + ": " + finite + " of " + all + " are finite");
  }

  @ParameterizedTest
  @EnumSource
  void boundsInManyDimensionsHold(Similarity similarity) {
    checkOwnAndOtherFrame(VectorKind.CLUSTERED, ElementType.F32, similarity, 257);
    checkOwnAndOtherFrame(VectorKind.NORMAL, ElementType.F8, similarity, 409);
    assertTrue(finite > 0.5 * all, finite + " of " + all + " are finite");
  }

  /** More than are turned together, or turned to at all. */
  @Test
  void boundsBeyondTheMostDirectionsHold() {
    checkOwnAndOtherFrame(VectorKind.SPARSE, ElementType.F32, Similarity.DOT_PRODUCT, 1100);
    assertTrue(finite > 0.5 * all, finite + " of " + all + " are finite");
  }

  private void checkOwnAndOtherFrame(
      VectorKind kind, ElementType type, Similarity similarity, int dimension) {
    EncodedRows rows = EncodedRows.of(type, kind.vectors(DOCS, dimension, random));
    VectorKind otherKind = VectorKind.values()[random.nextInt(VectorKind.values().length)];
    EncodedRows others = EncodedRows.of(type, otherKind.vectors(40, dimension, random));
    for (EncodedRows learned : List.of(rows, others)) {
      byte[] bits = Frames.bits(random, dimension);
      CodeFrame frame = Frames.of(similarity, learned.sample(), bits, random.nextBoolean());
      Codes codes = rows.codes(frame);
      for (double[] target : targets(rows, others)) {
        String message =
            similarity + " " + type + " " + kind + " " + dimension + " " + Arrays.toString(bits);
        check(rows, codes, EncodedRows.array(type, target), message);
      }
    }
  }

  /** Documents, their opposites, strangers, and both very small and very large ones. */
  private List<double[]> targets(EncodedRows rows, EncodedRows others) {
    List<double[]> targets = new ArrayList<>();
    for (double factor : new double[] {1, -1, 1.01, -0x1p-20, 0x1p30, 0x1p60, 0x1p-60}) {
      targets.add(times(rows.decode(random.nextInt(rows.count())), factor));
    }
    targets.add(others.decode(0));
    targets.add(random.doubles(rows.dimension(), -1, 1).toArray());
    return targets;
  }

  private static double[] times(double[] vector, double factor) {
    return Arrays.stream(vector).map(element -> (float) (element * factor)).toArray();
  }

  private void check(EncodedRows rows, Codes codes, Object target, String message) {
    QueryCode code = QueryCode.of(codes.frame(), target);
    if (code == null) {
      return;
    }
    float[] upper = codes.upper(code);
    double[] raw = new double[rows.count()];
    scorer(rows.type(), codes.frame().similarity(), target)
        .scoreBulk(rows.rows(), 0, raw.length, raw);
    for (int row = 0; row < raw.length; row++) {
      int at = row;
      assertTrue(
          upper[row] >= raw[row], () -> message + " " + at + ": " + upper[at] + " < " + raw[at]);
      all++;
      finite += Float.isFinite(upper[row]) ? 1 : 0;
      if (codes.frame().fineBytes() > 0) {
        double fine = codes.fineUpper(code, row, upper[row]);
        assertTrue(fine >= raw[row], () -> message + " fine " + at + ": " + fine + " < " + raw[at]);
      }
    }
    for (int lane = raw.length; lane < upper.length; lane++) {
      assertEquals(Float.NEGATIVE_INFINITY, upper[lane], "padding");
    }
  }

  /**
   * Its weight is the largest there is; if it did not fit, bounds would be off by most of |t| |z|.
   */
  @Test
  void boundsAlongADominantDirectionOfOneBitAreTight() {
    double[][] vectors = VectorKind.NORMAL.vectors(64, 3, random);
    for (int row = 0; row < vectors.length; row++) {
      vectors[row][0] = row % 2 == 0 ? 100 : -100;
    }
    EncodedRows rows = EncodedRows.of(ElementType.F32, vectors);
    byte[] bits = {1, 2, 2};
    CodeFrame frame = Frames.of(Similarity.DOT_PRODUCT, rows.sample(), bits, false);
    float[] upper = rows.codes(frame).upper(QueryCode.of(frame, new float[] {1, 0, 0}));
    for (int row = 0; row < vectors.length; row++) {
      double slack = upper[row] - vectors[row][0];
      assertTrue(slack >= 0 && slack < 50, "slack is " + slack);
    }
  }

  private static RowScorer scorer(ElementType type, Similarity similarity, Object target) {
    return RowScorer.of(type, similarity, QueryVector.ofArray(target));
  }

  @ParameterizedTest
  @EnumSource
  void exactValuesAreBelowTheBoundsToo(VectorKind kind) {
    for (ElementType type : ElementType.values()) {
      for (Similarity similarity : List.of(Similarity.DOT_PRODUCT, Similarity.EUCLIDEAN)) {
        EncodedRows rows = EncodedRows.of(type, kind.vectors(20, 37, random));
        byte[] bits = Frames.bits(random, 37);
        Codes codes = rows.codes(Frames.of(similarity, rows.sample(), bits, false));
        double[] target = rows.decode(3);
        QueryCode code = QueryCode.of(codes.frame(), target);
        float[] upper = code == null ? new float[0] : codes.upper(code);
        for (int row = 0; row < Math.min(rows.count(), upper.length); row++) {
          if (Float.isFinite(upper[row])) {
            BigDecimal exact = exact(similarity, target, rows.decode(row));
            String message = similarity + " " + type + " " + upper[row] + " < " + exact;
            assertTrue(new BigDecimal(upper[row]).compareTo(exact) >= 0, message);
            finite++;
          }
        }
      }
    }
    assertTrue(finite > 20, kind + ": " + finite + " bounds are finite");
  }

  private static BigDecimal exact(Similarity similarity, double[] target, double[] row) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < row.length; i++) {
      BigDecimal t = new BigDecimal(target[i]);
      BigDecimal x = new BigDecimal(row[i]);
      sum =
          similarity == Similarity.EUCLIDEAN
              ? sum.subtract(t.subtract(x).pow(2))
              : sum.add(t.multiply(x));
    }
    return sum;
  }
}
