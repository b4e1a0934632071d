package org.nseekfs.quantization.code;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.MatrixProduct.Shape;

/**
 * Orthonormal directions, those along which a sample varies most first, by orthogonal iteration (G.
 * Golub, C. Van Loan, "Matrix Computations", 8.2). Few iterations do: bounds need the directions
 * orthonormal, not exact. Dimensions above {@link #MAX_BLOCK} are taken in blocks with directions
 * of their own.
 *
 * @param directions unit vectors of the whole dimension
 * @param variances of the sample along them, descending
 */
record PrincipalDirections(double[][] directions, double[] variances) {

  /** The most dimensions that are turned together. */
  static final int MAX_BLOCK = 1024;

  private static final int ITERATIONS = 2;

  /** What is added to all variances, relative to their mean, so that none is zero. */
  private static final double RIDGE = 1e-9;

  /** Finds the directions of {@code centred}, rows of the same length and of mean zero. */
  static PrincipalDirections of(float[][] centred) {
    int dimension = centred[0].length;
    int blocks = Math.ceilDiv(dimension, MAX_BLOCK);
    double[][] directions = new double[dimension][];
    double[] variances = new double[dimension];
    for (int block = 0; block < blocks; block++) {
      int from = (int) ((long) dimension * block / blocks);
      int to = (int) ((long) dimension * (block + 1) / blocks);
      double[][] covariance = covariance(centred, from, to);
      double[][] found = iterate(covariance);
      for (int i = 0; i < found.length; i++) {
        variances[from + i] = variance(covariance, found[i]);
        directions[from + i] = new double[dimension];
        System.arraycopy(found[i], 0, directions[from + i], from, to - from);
      }
    }
    return sorted(directions, variances);
  }

  private static PrincipalDirections sorted(double[][] directions, double[] variances) {
    int[] order =
        IntStream.range(0, variances.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -variances[i]))
            .mapToInt(i -> i)
            .toArray();
    return new PrincipalDirections(
        Arrays.stream(order).mapToObj(i -> directions[i]).toArray(double[][]::new),
        Arrays.stream(order).mapToDouble(i -> variances[i]).toArray());
  }

  private static double[][] covariance(float[][] centred, int from, int to) {
    int size = to - from;
    Shape shape = new Shape(Shape.paddedRows(size), centred.length, Shape.paddedColumns(size));
    float[] transposed = new float[shape.rows() * shape.inner()];
    float[] samples = new float[shape.inner() * shape.columns()];
    for (int sample = 0; sample < centred.length; sample++) {
      System.arraycopy(centred[sample], from, samples, sample * shape.columns(), size);
      for (int i = 0; i < size; i++) {
        transposed[i * shape.inner() + sample] = centred[sample][from + i];
      }
    }
    float[] product = new float[shape.rows() * shape.columns()];
    Kernels.best().product(shape).multiply(transposed, samples, product);
    double[][] covariance = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        covariance[i][j] = product[i * shape.columns() + j] / (double) centred.length;
      }
    }
    return covariance;
  }

  private static double[][] iterate(double[][] covariance) {
    double mean = IntStream.range(0, covariance.length).mapToDouble(i -> covariance[i][i]).sum();
    double[][] ridged = new double[covariance.length][];
    for (int i = 0; i < covariance.length; i++) {
      ridged[i] = covariance[i].clone();
      ridged[i][i] += RIDGE * mean / covariance.length + Double.MIN_NORMAL;
    }
    double[][] square = product(ridged, ridged);
    double[][] directions = orthonormalize(square);
    for (int iteration = 1; iteration < ITERATIONS; iteration++) {
      directions = orthonormalize(product(directions, square));
    }
    return orthonormalize(directions);
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b.length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        add(product[i], a[i][k], b[k]);
      }
    }
    return product;
  }

  /**
   * Gram and Schmidt's method, modified. A row that depends on those before it becomes any other.
   */
  private static double[][] orthonormalize(double[][] rows) {
    double[][] result = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      result[i] = rows[i].clone();
      if (!normalize(result[i])) {
        result[i][i] = 1;
      }
      for (int k = 0; k < i; k++) {
        add(result[i], -dot(result[k], result[i]), result[k]);
      }
      if (!normalize(result[i])) {
        result[i][i] = 1;
      }
    }
    return result;
  }

  private static boolean normalize(double[] row) {
    double norm = Math.sqrt(dot(row, row));
    boolean hasDirection = norm > Double.MIN_NORMAL && norm < Double.POSITIVE_INFINITY;
    for (int i = 0; i < row.length; i++) {
      row[i] = hasDirection ? row[i] / norm : 0;
    }
    return hasDirection;
  }

  private static double variance(double[][] covariance, double[] direction) {
    double[] image = new double[direction.length];
    for (int i = 0; i < direction.length; i++) {
      add(image, direction[i], covariance[i]);
    }
    return Math.max(0, dot(image, direction));
  }

  private static void add(double[] sum, double factor, double[] row) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * row[i];
    }
  }

  /** Four sums, so that additions need not wait for each other. */
  static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i < a.length - 3; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return s0 + s1 + s2 + s3;
  }
}
