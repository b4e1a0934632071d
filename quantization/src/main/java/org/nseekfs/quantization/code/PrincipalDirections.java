package org.nseekfs.quantization.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct.Shape;

/**
 * Orthonormal directions, those along which a sample varies most first, by orthogonal iteration (G.
 * Golub, C. Van Loan, "Matrix Computations", 8.2). Few iterations do: bounds need the directions
 * orthonormal, not exact. Dimensions above {@link #MAX_BLOCK} are taken in blocks with directions
 * of their own.
 *
 * <p>Beside the sample and what is returned, finding them takes 16 n^2 bytes of heap, n being the
 * dimensions of a block: 16 MB at most.
 *
 * @param directions as many as were asked for
 * @param variances of the sample along all directions there are, descending
 */
public record PrincipalDirections(List<Direction> directions, double[] variances) {

  /** The most dimensions that are turned together. */
  static final int MAX_BLOCK = 1024;

  private static final int ITERATIONS = 2;

  /** What is added to all variances, relative to their mean, so that none is zero. */
  private static final double RIDGE = 1e-9;

  /** Vectors of the sample that are multiplied together. */
  private static final int SAMPLE_PART = 240;

  /** Rows of a product that are computed together, in some milliseconds at most. */
  private static final int BAND = 64;

  /** What must be left of a unit vector beside others for it to be independent of them. */
  private static final double MIN_REST = 1e-12;

  /** What must be left of it to be at right angles to them at once. */
  private static final double CLEAR_REST = 1e-3;

  /**
   * A unit vector.
   *
   * @param variance of the sample along it
   * @param from the dimension of the first of its elements; all others are zero
   */
  public record Direction(double variance, int from, float[] elements) {}

  /**
   * Finds the directions of {@code centred}, rows of the same length and of mean zero.
   *
   * @param centred left empty, so that the rows can be released: they are not needed to the end
   * @param most directions to return at most
   */
  public static PrincipalDirections of(float[][] centred, int most, Checkpoint checkpoint) {
    int dimension = centred[0].length;
    int blocks = Math.ceilDiv(dimension, MAX_BLOCK);
    List<Direction> directions = new ArrayList<>();
    double[] negated = new double[dimension];
    for (int block = 0; block < blocks; block++) {
      int from = (int) ((long) dimension * block / blocks);
      int to = (int) ((long) dimension * (block + 1) / blocks);
      double[][] covariance = covariance(centred, from, to, checkpoint);
      if (to == dimension) {
        Arrays.fill(centred, null);
      }
      List<Direction> found = new BlockIteration(covariance, checkpoint).directions(from);
      for (int i = from; i < to; i++) {
        negated[i] = -found.get(i - from).variance;
      }
      directions.addAll(found);
      directions.sort(Comparator.comparingDouble(direction -> -direction.variance));
      directions.subList(Math.min(most, directions.size()), directions.size()).clear();
    }
    Arrays.sort(negated);
    return new PrincipalDirections(
        List.copyOf(directions), Arrays.stream(negated).map(variance -> -variance).toArray());
  }

  /** Summed up in double over parts of the sample, each by a product of floats. */
  private static double[][] covariance(float[][] centred, int from, int to, Checkpoint checkpoint) {
    int size = to - from;
    int columns = Shape.paddedColumns(size);
    Band band = new Band(SAMPLE_PART, columns);
    float[] samples = new float[SAMPLE_PART * columns];
    double[][] covariance = new double[size][size];
    for (int first = 0; first < centred.length; first += SAMPLE_PART) {
      int count = Math.min(SAMPLE_PART, centred.length - first);
      for (int sample = 0; sample < count; sample++) {
        System.arraycopy(centred[first + sample], from, samples, sample * columns, size);
      }
      Arrays.fill(samples, count * columns, samples.length, 0f);
      for (int row = 0; row < size; row += BAND) {
        checkpoint.pass();
        int rows = Math.min(BAND, size - row);
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < SAMPLE_PART; j++) {
            band.rows[i * SAMPLE_PART + j] = samples[j * columns + row + i];
          }
        }
        band.multiply(samples);
        for (int i = 0; i < rows; i++) {
          double[] sums = covariance[row + i];
          for (int j = 0; j < size; j++) {
            sums[j] += band.product[i * columns + j] / (double) centred.length;
          }
        }
      }
    }
    return covariance;
  }

  /** Some rows of floats, and their product with a matrix. */
  private static final class Band {
    final float[] rows;
    final float[] product;
    private final MatrixProduct kernel;

    Band(int inner, int columns) {
      this.rows = new float[BAND * inner];
      this.product = new float[BAND * columns];
      this.kernel = MatrixProduct.of(Kernels.best(), new Shape(BAND, inner, columns));
    }

    void multiply(float[] matrix) {
      kernel.multiply(rows, matrix, product);
    }
  }

  /** What orthogonal iteration makes of the axes of a block, as far as floats tell. */
  private static final class BlockIteration {
    private final int size;

    /** Floats of a row of a matrix, padded with zeros; matrices have as many rows. */
    private final int columns;

    private final Checkpoint checkpoint;
    private final Band band;
    private final float[] covariance;
    private final double[][] directions;

    /** Of {@code covariances}, whose rows are released. */
    BlockIteration(double[][] covariances, Checkpoint checkpoint) {
      this.size = covariances.length;
      this.columns = Shape.paddedColumns(size);
      this.checkpoint = checkpoint;
      this.band = new Band(columns, columns);
      this.covariance = new float[columns * columns];
      this.directions = new double[size][];
      iterate(square(ridged(covariances)));
    }

    /** Notes the covariance, and returns it with some variance added. */
    private float[] ridged(double[][] covariances) {
      double trace = 0;
      for (int i = 0; i < size; i++) {
        trace += covariances[i][i];
      }
      double scale = trace > 0 ? size / trace : 0;
      float[] ridged = new float[columns * columns];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          double value = covariances[i][j];
          covariance[i * columns + j] = (float) value;
          ridged[i * columns + j] = (float) (scale * value + (i == j ? RIDGE : 0));
        }
        covariances[i] = null;
      }
      return ridged;
    }

    private float[] square(float[] matrix) {
      float[] square = new float[matrix.length];
      for (int row = 0; row < columns; row += BAND) {
        checkpoint.pass();
        int floats = Math.min(BAND, columns - row) * columns;
        System.arraycopy(matrix, row * columns, band.rows, 0, floats);
        band.multiply(matrix);
        System.arraycopy(band.product, 0, square, row * columns, floats);
      }
      return square;
    }

    private void iterate(float[] square) {
      for (int i = 0; i < size; i++) {
        directions[i] = widen(square, i);
      }
      orthonormalize(directions, checkpoint);
      for (int iteration = 1; iteration < ITERATIONS; iteration++) {
        multiply(square, (i, image) -> directions[i] = image);
        orthonormalize(directions, checkpoint);
      }
    }

    /** Takes a direction's product with a matrix. */
    private interface ImageSink {
      void take(int direction, double[] image);
    }

    private void multiply(float[] matrix, ImageSink images) {
      for (int row = 0; row < size; row += BAND) {
        checkpoint.pass();
        int rows = Math.min(BAND, size - row);
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < size; j++) {
            band.rows[i * columns + j] = (float) directions[row + i][j];
          }
        }
        band.multiply(matrix);
        for (int i = 0; i < rows; i++) {
          images.take(row + i, widen(band.product, i));
        }
      }
    }

    private double[] widen(float[] matrix, int row) {
      double[] widened = new double[size];
      for (int j = 0; j < size; j++) {
        widened[j] = matrix[row * columns + j];
      }
      return widened;
    }

    /** The directions of a block that begins with the dimension {@code from}. */
    List<Direction> directions(int from) {
      List<Direction> found = new ArrayList<>(size);
      multiply(
          covariance,
          (i, image) -> {
            double variance = Math.max(0, Squares.dot(image, directions[i]));
            float[] elements = new float[size];
            for (int j = 0; j < size; j++) {
              elements[j] = (float) directions[i][j];
            }
            found.add(new Direction(variance, from, elements));
          });
      return found;
    }
  }

  /**
   * Gram and Schmidt's method, modified. A row that depends on those before it becomes an axis that
   * does not.
   */
  private static void orthonormalize(double[][] rows, Checkpoint checkpoint) {
    for (int i = 0; i < rows.length; i++) {
      checkpoint.pass();
      for (int axis = i; !isIndependent(rows, i); axis++) {
        rows[i] = new double[rows.length];
        rows[i][axis % rows.length] = 1;
      }
    }
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
      add(rows[i], -Squares.dot(rows[k], rows[i]), rows[k]);
    }
    return normalize(rows[i]);
  }

  /** Returns the norm that the row had. */
  private static double normalize(double[] row) {
    double norm = Math.sqrt(Squares.dot(row, row));
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
}
