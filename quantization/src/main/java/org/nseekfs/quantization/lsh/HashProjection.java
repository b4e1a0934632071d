package org.nseekfs.quantization.lsh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.code.PrincipalDirections;
import org.nseekfs.quantization.code.PrincipalDirections.Direction;
import org.nseekfs.quantization.code.Squares;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct.Shape;

/**
 * The directions along which the vectors of a field vary most: a {@link LearnedHash} looks at the
 * coordinates along these alone. Learned once from a sample; no part of what codes mean, so
 * segments may have different ones.
 *
 * <p>Immutable, shared by threads.
 */
public final class HashProjection {

  /** Floats of a point: its coordinates, zeros if there are fewer, and last a 1. */
  public static final int POINT_SIZE = 64;

  private static final int MAX_DIRECTIONS = POINT_SIZE - 1;

  /**
   * Norm beyond which a vector is not learned from, nor hashed: with targets of at most 2^60, all
   * sums of products stay floats.
   */
  static final double MAX_NORM = 0x1p48;

  private final int sampleCount;
  private final int dimension;

  /** Elements times coordinates. */
  private final float[] directions;

  private final MatrixProduct blockProduct;
  private final MatrixProduct tileProduct;

  /** The projection of {@link #directions}. */
  HashProjection(int sampleCount, float[] directions) {
    this.sampleCount = sampleCount;
    this.dimension = directions.length / POINT_SIZE;
    this.directions = directions;
    this.blockProduct =
        MatrixProduct.of(Kernels.best(), new Shape(SignFrame.BLOCK_DOCS, dimension, POINT_SIZE));
    this.tileProduct =
        MatrixProduct.of(Kernels.best(), new Shape(MatrixProduct.TILE_ROWS, dimension, POINT_SIZE));
  }

  /**
   * Learns a projection, always the same one from the same sample.
   *
   * @param frame centres vectors
   * @param sample vectors as decoded; they are overwritten, and the array is left empty
   * @param checkpoint passed every few milliseconds
   */
  public static HashProjection learn(SignFrame frame, float[][] sample, Checkpoint checkpoint) {
    float[][] centred = centred(frame, sample);
    int dimension = frame.dimension();
    float[] transposed = new float[dimension * POINT_SIZE];
    if (centred.length > 0) {
      List<Direction> found =
          PrincipalDirections.of(centred, MAX_DIRECTIONS, checkpoint).directions();
      for (int i = 0; i < found.size(); i++) {
        Direction direction = found.get(i);
        for (int j = 0; j < direction.elements().length; j++) {
          transposed[(direction.from() + j) * POINT_SIZE + i] = direction.elements()[j];
        }
      }
    }
    return new HashProjection(sample.length, transposed);
  }

  /**
   * Takes those vectors of a sample that can be learned from, which is left empty, and makes them
   * begin at the frame's centre.
   */
  static float[][] centred(SignFrame frame, float[][] sample) {
    List<float[]> all = new ArrayList<>(sample.length);
    for (float[] vector : sample) {
      double[] widened = RowReader.widen(vector);
      frame.centre(widened, SignFrame.scale(frame.similarity(), widened), vector, 0);
      if (Squares.sum(vector, 0, vector.length) <= MAX_NORM * MAX_NORM) {
        all.add(vector);
      }
    }
    Arrays.fill(sample, null);
    return all.toArray(float[][]::new);
  }

  /**
   * Projects a block of centred vectors.
   *
   * @param centred {@link SignFrame#BLOCK_DOCS} vectors
   * @param points gets {@link #POINT_SIZE} floats for each
   */
  void project(float[] centred, float[] points) {
    blockProduct.multiply(centred, directions, points);
    for (int i = MAX_DIRECTIONS; i < points.length; i += POINT_SIZE) {
      points[i] = 1;
    }
  }

  /** The point of one centred vector, and room for as many as a tile of the product has. */
  float[] project(float[] centred) {
    float[] tile = Arrays.copyOf(centred, MatrixProduct.TILE_ROWS * dimension);
    float[] point = new float[MatrixProduct.TILE_ROWS * POINT_SIZE];
    tileProduct.multiply(tile, directions, point);
    point[MAX_DIRECTIONS] = 1;
    return point;
  }

  /** Elements of a vector. */
  public int dimension() {
    return dimension;
  }

  /** Vectors of the sample that was looked at to learn it. */
  public int sampleCount() {
    return sampleCount;
  }

  /** Elements times coordinates, the last of which is 0. */
  float[] directions() {
    return directions;
  }
}
