package org.nseekfs.quantization.code;

import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.code.PrincipalDirections.Direction;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct.Shape;

/**
 * A mean and directions.
 *
 * @param mean of the vectors
 * @param rotation for every dimension its part in each direction, padded with zeros
 * @param deviations standard deviations along the directions
 * @param defect how far the directions are from orthonormal: at least the spectral norm of V'V - I,
 *     V being the rotation
 */
record Basis(float[] mean, float[] rotation, float[] deviations, double defect) {

  /** The first {@code count} directions. */
  static Basis of(float[] mean, PrincipalDirections found, int count, Checkpoint checkpoint) {
    int padded = Shape.paddedColumns(count);
    float[] rotation = new float[mean.length * padded];
    float[] deviations = new float[count];
    for (int j = 0; j < count; j++) {
      deviations[j] = (float) Math.sqrt(found.variances()[j]);
      Direction direction = found.directions().get(j);
      for (int i = 0; i < direction.elements().length; i++) {
        rotation[(direction.from() + i) * padded + j] = direction.elements()[i];
      }
    }
    return new Basis(mean, rotation, deviations, defect(mean.length, rotation, count, checkpoint));
  }

  int directions() {
    return deviations.length;
  }

  /** The square root of the sum of the variances. */
  double spread() {
    return Math.sqrt(Squares.sum(deviations, 0, deviations.length));
  }

  /** The norm of the mean, rounded up. */
  double meanNorm() {
    return Math.sqrt(Squares.sum(mean, 0, mean.length)) * (1 + 0x1p-40);
  }

  /**
   * The Frobenius norm, which is at least the spectral one, rounded up. Products of floats are
   * exact in double; a sum of n of them, for the directions v and w, is off by at most n 2^-53 |v|
   * |w|, so all of them by n 2^-53 times the sum of the squares |v|^2. Twice that is added.
   */
  private static double defect(int dimension, float[] rotation, int count, Checkpoint checkpoint) {
    int padded = Shape.paddedColumns(count);
    double[][] products = new double[count][count];
    double[] parts = new double[count];
    for (int i = 0; i < dimension; i++) {
      checkpoint.pass();
      for (int j = 0; j < count; j++) {
        parts[j] = rotation[i * padded + j];
      }
      for (int j = 0; j < count; j++) {
        double factor = parts[j];
        double[] row = products[j];
        for (int k = 0; k <= j; k++) {
          row[k] += factor * parts[k];
        }
      }
    }
    double squares = 0;
    double trace = 0;
    for (int j = 0; j < count; j++) {
      double rest = products[j][j] - 1;
      trace += products[j][j];
      products[j][j] = 0;
      squares += rest * rest + 2 * Squares.dot(products[j], products[j]);
    }
    return Math.sqrt(squares) * (1 + 0x1p-20) + dimension * trace * 0x1p-52;
  }
}
