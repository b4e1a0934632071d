package org.nseekfs.quantization.code;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.MatrixProduct;
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
public record PrincipalDirections(double[][] directions, double[] variances) {

  /** The most dimensions that are turned together. */
  static final int MAX_BLOCK = 1024;

  private static final int ITERATIONS = 2;

  /** What is added to all variances, relative to their mean, so that none is zero. */
  private static final double RIDGE = 1e-9;

  /** Vectors of the sample that are multiplied together. */
  private static final int SAMPLE_PART = 240;

  /** What must be left of a unit vector beside others for it to be independent of them. */
  private static final double MIN_REST = 1e-12;

  /** What must be left of it to be at right angles to them at once. */
  private static final double CLEAR_REST = 1e-3;

  /** Finds the directions of {@code centred}, rows of the same length and of mean zero. */
  public static PrincipalDirections of(float[][] centred) {
    int dimension = centred[0].length;
    int blocks = Math.ceilDiv(dimension, MAX_BLOCK);
    double[][] directions = new double[dimension][];
    double[] variances = new double[dimension];
    for (int block = 0; block < blocks; block++) {
      int from = (int) ((long) dimension * block / blocks);
      int to = (int) ((long) dimension * (block + 1) / blocks);
      double[][] covariance = covariance(centred, from, to);
      double[][] found = iterate(covariance);
      double[][] images = product(found, covariance);
      for (int i = 0; i < found.length; i++) {
        variances[from + i] = Math.max(0, dot(images[i], found[i]));
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

  /** Summed up in double over parts of the sample, each by a product of floats. */
  private static double[][] covariance(float[][] centred, int from, int to) {
    int size = to - from;
    Shape shape = new Shape(Shape.paddedRows(size), SAMPLE_PART, Shape.paddedColumns(size));
    MatrixProduct kernel = Kernels.best().product(shape);
    float[] transposed = new float[shape.rows() * shape.inner()];
    float[] samples = new float[shape.inner() * shape.columns()];
    float[] product = new float[shape.rows() * shape.columns()];
    double[][] covariance = new double[size][size];
    for (int first = 0; first < centred.length; first += SAMPLE_PART) {
      int count = Math.min(SAMPLE_PART, centred.length - first);
      for (int sample = 0; sample < count; sample++) {
        System.arraycopy(centred[first + sample], from, samples, sample * shape.columns(), size);
      }
      Arrays.fill(samples, count * shape.columns(), samples.length, 0f);
      transpose(samples, shape.inner(), shape.columns(), transposed);
      kernel.multiply(transposed, samples, product);
      for (int i = 0; i < size; i++) {
        double[] row = covariance[i];
        for (int j = 0; j < size; j++) {
          row[j] += product[i * shape.columns() + j] / (double) centred.length;
        }
      }
    }
    return covariance;
  }

  /** Writes the transpose of {@code rows} x {@code columns} floats, as far as there is room. */
  private static void transpose(float[] matrix, int rows, int columns, float[] transposed) {
    for (int i = 0; i < transposed.length / rows; i++) {
      for (int j = 0; j < rows; j++) {
        transposed[i * rows + j] = matrix[j * columns + i];
      }
    }
  }

  /** What orthogonal iteration makes of the axes, as far as floats tell. */
  private static double[][] iterate(double[][] covariance) {
    double trace = IntStream.range(0, covariance.length).mapToDouble(i -> covariance[i][i]).sum();
    double scale = trace > 0 ? covariance.length / trace : 0;
    double[][] ridged = new double[covariance.length][covariance.length];
    for (int i = 0; i < covariance.length; i++) {
      add(ridged[i], scale, covariance[i]);
      ridged[i][i] += RIDGE;
    }
    double[][] square = product(ridged, ridged);
    double[][] directions = orthonormalize(square);
    for (int iteration = 1; iteration < ITERATIONS; iteration++) {
      directions = orthonormalize(product(directions, square));
    }
    return directions;
  }

  /** The product of two square matrices, in floats. */
  private static double[][] product(double[][] a, double[][] b) {
    int size = a.length;
    Shape shape = new Shape(Shape.paddedRows(size), size, Shape.paddedColumns(size));
    float[] product = new float[shape.rows() * shape.columns()];
    Kernels.best()
        .product(shape)
        .multiply(
            floats(a, shape.rows(), shape.inner()),
            floats(b, shape.inner(), shape.columns()),
            product);
    double[][] result = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        result[i][j] = product[i * shape.columns() + j];
      }
    }
    return result;
  }

  private static float[] floats(double[][] matrix, int rows, int columns) {
    float[] floats = new float[rows * columns];
    for (int i = 0; i < matrix.length; i++) {
      double[] row = matrix[i];
      for (int j = 0; j < row.length; j++) {
        floats[i * columns + j] = (float) row[j];
      }
    }
    return floats;
  }

  /**
   * Gram and Schmidt's method, modified. A row that depends on those before it becomes an axis that
   * does not.
   */
  private static double[][] orthonormalize(double[][] rows) {
    double[][] result = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      result[i] = rows[i].clone();
      for (int axis = i; !isIndependent(result, i); axis++) {
        result[i] = new double[rows.length];
        result[i][axis % rows.length] = 1;
      }
    }
    return result;
  }

  /** Takes from row {@code i} what is along those before it; whether enough is left. */
  private static boolean isIndependent(double[][] rows, int i) {
    normalize(rows[i]);
    double rest = removeEarlier(rows, i);
    // So little is left that it is no longer at right angles: twice is enough.
    return rest > MIN_REST && (rest > CLEAR_REST || removeEarlier(rows, i) > MIN_REST);
  }

  /** Returns the norm that is left of unit row {@code i}, which is made a unit vector again. */
  private static double removeEarlier(double[][] rows, int i) {
    for (int k = 0; k < i; k++) {
      add(rows[i], -dot(rows[k], rows[i]), rows[k]);
    }
    return normalize(rows[i]);
  }

  /** Returns the norm that the row had. */
  private static double normalize(double[] row) {
    double norm = Math.sqrt(dot(row, row));
    for (int i = 0; i < row.length; i++) {
      row[i] = norm > Double.MIN_NORMAL ? row[i] / norm : 0;
    }
    return norm;
  }

  private static void add(double[] sum, double factor, double[] row) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * row[i];
    }
  }

  /** Eight sums, so that additions need not wait for each other. */
  static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = 0;
    for (; i < a.length - 7; i += 8) {
      s0 = Math.fma(a[i], b[i], s0);
      s1 = Math.fma(a[i + 1], b[i + 1], s1);
      s2 = Math.fma(a[i + 2], b[i + 2], s2);
      s3 = Math.fma(a[i + 3], b[i + 3], s3);
      s4 = Math.fma(a[i + 4], b[i + 4], s4);
      s5 = Math.fma(a[i + 5], b[i + 5], s5);
      s6 = Math.fma(a[i + 6], b[i + 6], s6);
      s7 = Math.fma(a[i + 7], b[i + 7], s7);
    }
    for (; i < a.length; i++) {
      s0 = Math.fma(a[i], b[i], s0);
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
}
