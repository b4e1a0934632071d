package org.nseekfs.quantization.kernel.matrix;

import java.lang.invoke.MethodHandles;
import org.nseekfs.quantization.kernel.Kernels;

/**
 * Products of matrices of floats of one {@link Shape}, stored row after row: c = a b. Every element
 * of c is a sum over the inner index in ascending order, in groups of {@link #GROUP}: a group is a
 * chain of fused multiply-adds from 0, and groups are added one after the other. So all widths give
 * the same bits, and with exact elements the error of a sum of n products is at most (GROUP + n /
 * GROUP) * 2^-24 times the sum of their magnitudes.
 *
 * <p>Immutable, shared by threads.
 */
public interface MatrixProduct {

  /** Products of a chain. */
  int GROUP = 64;

  /** What rows and columns must be multiples of. */
  int TILE_ROWS = 4;

  /** What columns must be multiples of. */
  int TILE_COLUMNS = 32;

  /** Products of {@code shape}. */
  static MatrixProduct of(Kernels kernels, Shape shape) {
    return kernels.bits() == 0
        ? new ScalarMatrixProduct(shape)
        : (MatrixProduct)
            kernels.newInstance(MethodHandles.lookup(), PanamaMatrixProduct.class, shape);
  }

  /**
   * Multiplies.
   *
   * @param a rows x inner
   * @param b inner x columns
   * @param c rows x columns, overwritten
   */
  void multiply(float[] a, float[] b, float[] c);

  /** The sizes of a product; rows and columns multiples of a tile's. */
  record Shape(int rows, int inner, int columns) {
    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if rows or columns are no multiples of a tile's
     */
    public Shape {
      if (rows % TILE_ROWS != 0 || columns % TILE_COLUMNS != 0) {
        throw new IllegalArgumentException(
            "rows and columns must be multiples of "
                + TILE_ROWS
                + " and "
                + TILE_COLUMNS
                + ", got "
                + rows
                + " and "
                + columns);
      }
    }

    /** The least number of columns that is at least {@code columns} and a multiple of a tile's. */
    public static int paddedColumns(int columns) {
      return Math.ceilDiv(columns, TILE_COLUMNS) * TILE_COLUMNS;
    }
  }
}
