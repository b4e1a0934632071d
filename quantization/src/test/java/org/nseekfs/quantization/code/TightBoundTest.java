package org.nseekfs.quantization.code;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.EncodedRows.Codes;
import org.nseekfs.quantization.kernel.sum.RowScorer;

/** Bounds hold where they are nearly attained, are nearly attained there, and so prune. */
class TightBoundTest {

  private static final long SEED = 30266;

  private static final int DIMENSION = 80;
  private static final int QUERIES = 10;

  private final Random random = new Random(SEED);

  /**
   * The worst document of a target: all that its code misses is, weighted, parallel to the target,
   * in the frame's directions and beside them. Nothing is then lost to Cauchy and Schwarz.
   */
  @ParameterizedTest
  @EnumSource
  void worstDocumentsNearlyAttainTheBound(Similarity similarity) {
    for (int round = 0; round < 40; round++) {
      for (ElementType type : new ElementType[] {ElementType.F32, ElementType.F64}) {
        checkWorst(similarity, type, round % 2 == 0 ? DIMENSION : 60);
      }
    }
  }

  private void checkWorst(Similarity similarity, ElementType type, int directions) {
    double[] target = normal(DIMENSION);
    double[] t = unit(target);
    Basis basis = basis(directions);
    byte[] bits = bits(directions);
    double[] z = worst(basis, bits, t);
    double[] mean = mean(z);
    Basis moved = new Basis(floats(mean), basis.rotation(), basis.deviations(), basis.defect());
    CodeFrame frame =
        CodeFrame.of(similarity, 1, moved, new BitAllocation(bits, directions, false));
    double[] x = new double[DIMENSION];
    double[] given = new double[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      x[i] = z[i] + moved.mean()[i];
      given[i] = similarity == Similarity.EUCLIDEAN ? t[i] + moved.mean()[i] : t[i];
    }
    EncodedRows rows = EncodedRows.of(type, new double[][] {x});
    Object array = EncodedRows.array(type, given);
    QueryCode code = QueryCode.of(frame, array);
    assertNotNull(code);
    double upper = rows.codes(frame).upper(code)[0];
    double raw = scorer(type, similarity, array).score(rows.rows(), 0);
    assertTrue(upper >= raw, () -> similarity + ": " + upper + " < " + raw);
    // What Cauchy and Schwarz grant, for a target of norm 1.
    double missed = (similarity == Similarity.EUCLIDEAN ? 2 : 1) * missed(basis, bits, t, z);
    double slack = upper - raw;
    assertTrue(slack < 0.05 * missed, () -> similarity + ": " + slack + " of " + missed);
  }

  private static RowScorer scorer(ElementType type, Similarity similarity, Object target) {
    return RowScorer.of(type, similarity, QueryVector.ofArray(target));
  }

  /** Directions of a normal sample with deviations of our own. */
  private Basis basis(int directions) {
    float[][] sample = new float[100][];
    Arrays.setAll(sample, i -> floats(normal(DIMENSION)));
    PrincipalDirections found = PrincipalDirections.of(sample, directions, Checkpoint.NONE);
    Basis basis = Basis.of(new float[DIMENSION], found, directions, Checkpoint.NONE);
    float[] deviations = new float[directions];
    for (int j = 0; j < directions; j++) {
      deviations[j] = 0.05f + 0.05f * random.nextFloat();
    }
    return new Basis(basis.mean(), basis.rotation(), deviations, basis.defect());
  }

  /** Full groups of single bits, to which packing adds none, and directions without any. */
  private static byte[] bits(int directions) {
    byte[] bits = new byte[directions];
    Arrays.fill(bits, 0, 30, (byte) 1);
    return bits;
  }

  /**
   * The document of scale 1 whose coded levels all point as the target does, and whose error is the
   * target over the squares of the weights, as often as the scale allows.
   */
  private static double[] worst(Basis basis, byte[] bits, double[] t) {
    double[] r = turn(basis, t);
    double[] beside = beside(basis, t, r);
    double[] y = new double[r.length];
    double[] error = new double[r.length];
    for (int j = 0; j < r.length; j++) {
      double middle = UniformQuantizer.step(bits[j]) * basis.deviations()[j];
      y[j] = bits[j] == 0 ? 0 : Math.signum(r[j]) * middle / 2;
      error[j] = r[j] * UniformQuantizer.error(bits[j]);
    }
    double least = 0;
    double most = 100;
    while (most - least > 1e-12) {
      double often = (least + most) / 2;
      double squares = 0;
      for (int j = 0; j < r.length; j++) {
        squares += Math.pow(y[j] + often * error[j], 2);
      }
      if (squares > Math.pow(basis.spread(), 2)) {
        most = often;
      } else {
        least = often;
      }
    }
    double[] z = new double[t.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = least * beside[i];
      for (int j = 0; j < r.length; j++) {
        z[i] += (y[j] + least * error[j]) * part(basis, i, j);
      }
    }
    return z;
  }

  /** The product of the target and what the code of z misses. */
  private static double missed(Basis basis, byte[] bits, double[] t, double[] z) {
    double[] r = turn(basis, t);
    double missed = Squares.dot(t, z);
    for (int j = 0; j < r.length; j++) {
      missed -= Math.abs(r[j]) * UniformQuantizer.step(bits[j]) * basis.deviations()[j] / 2;
    }
    return missed;
  }

  private static double part(Basis basis, int i, int j) {
    return basis.rotation()[i * (basis.rotation().length / DIMENSION) + j];
  }

  private static double[] turn(Basis basis, double[] vector) {
    double[] turned = new double[basis.directions()];
    for (int j = 0; j < turned.length; j++) {
      for (int i = 0; i < vector.length; i++) {
        turned[j] += vector[i] * part(basis, i, j);
      }
    }
    return turned;
  }

  private static double[] beside(Basis basis, double[] vector, double[] turned) {
    double[] beside = vector.clone();
    for (int i = 0; i < beside.length; i++) {
      for (int j = 0; j < turned.length; j++) {
        beside[i] -= turned[j] * part(basis, i, j);
      }
    }
    return beside;
  }

  /** Orthogonal to z, and with it of norm 1: under the cosine, the document's direction is x. */
  private double[] mean(double[] z) {
    double[] mean = normal(z.length);
    double square = Squares.dot(z, z);
    double along = Squares.dot(mean, z) / square;
    Arrays.setAll(mean, i -> mean[i] - along * z[i]);
    double[] unit = unit(mean);
    assertTrue(square < 1, "z is short enough: " + square);
    return Arrays.stream(unit).map(element -> element * Math.sqrt(1 - square)).toArray();
  }

  private double[] normal(int dimension) {
    double[] vector = new double[dimension];
    Arrays.setAll(vector, i -> random.nextGaussian());
    return vector;
  }

  private static double[] unit(double[] vector) {
    double norm = Math.sqrt(Squares.dot(vector, vector));
    return Arrays.stream(vector).map(element -> element / norm).toArray();
  }

  private static float[] floats(double[] vector) {
    float[] floats = new float[vector.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) vector[i];
    }
    return floats;
  }

  @ParameterizedTest
  @EnumSource
  void mostDocumentsOfClustersAreBelowTheTenthBest(Similarity similarity) {
    double[][] vectors = VectorKind.CLUSTERED.vectors(3000, 96, random);
    for (ElementType type : List.of(ElementType.F8, ElementType.F32, ElementType.BYTE)) {
      EncodedRows rows = EncodedRows.of(type, vectors);
      CodeFrame frame =
          CodeFrame.learn(similarity, type.rowBytes(96), rows.sample(), Checkpoint.NONE);
      assertNotNull(frame, type + " pays");
      Codes codes = rows.codes(frame);
      int left = 0;
      for (int query = 0; query < QUERIES; query++) {
        Object target = EncodedRows.array(type, vectors[7 * query]);
        QueryCode code = QueryCode.of(frame, target);
        float[] upper = codes.upper(code);
        double tenth = tenthBest(rows, similarity, target);
        for (int row = 0; row < rows.count(); row++) {
          left += upper[row] >= tenth ? 1 : 0;
        }
      }
      assertTrue(left < 0.5 * QUERIES * rows.count(), type + " leaves " + left);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fineBoundsAreSeveralTimesTighter(Similarity similarity) {
    double[][] vectors = VectorKind.CLUSTERED.vectors(300, DIMENSION, random);
    Arrays.setAll(vectors, i -> unit(vectors[i]));
    EncodedRows rows = EncodedRows.of(ElementType.F32, vectors);
    byte[] bits = bits(DIMENSION);
    Codes codes = rows.codes(Frames.of(similarity, rows.sample(), bits, true));
    Object target = EncodedRows.array(ElementType.F32, vectors[0]);
    QueryCode code = QueryCode.of(codes.frame(), target);
    float[] upper = codes.upper(code);
    double slack = 0;
    double fineSlack = 0;
    for (int row = 0; row < rows.count(); row++) {
      double raw =
          scorer(ElementType.F32, similarity, target).score(rows.rows(), 4L * DIMENSION * row);
      slack += upper[row] - raw;
      fineSlack += codes.fineUpper(code, row, upper[row]) - raw;
    }
    String message = similarity + ": " + fineSlack + " and " + slack;
    assertTrue(fineSlack < slack / 5, message);
  }

  private static double tenthBest(EncodedRows rows, Similarity similarity, Object target) {
    RowScorer scorer = scorer(rows.type(), similarity, target);
    double[] raw = new double[rows.count()];
    scorer.scoreBulk(rows.rows(), 0, raw.length, raw);
    Arrays.sort(raw);
    return raw[raw.length - 10];
  }
}
