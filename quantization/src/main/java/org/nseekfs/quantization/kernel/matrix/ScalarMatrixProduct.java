package org.nseekfs.quantization.kernel.matrix;

import java.util.Arrays;

/** The twin without the incubator module; the compiler vectorises its inner loop by itself. */
final class ScalarMatrixProduct implements MatrixProduct {

  private final Shape shape;

  ScalarMatrixProduct(Shape shape) {
    this.shape = shape;
  }

  @Override
  public void multiply(float[] a, float[] b, float[] c) {
    float[] chain = new float[shape.columns()];
    for (int row = 0; row < shape.rows(); row++) {
      int to = row * shape.columns();
      Arrays.fill(c, to, to + shape.columns(), 0f);
      for (int from = 0; from < shape.inner(); from += GROUP) {
        Arrays.fill(chain, 0f);
        for (int i = from; i < Math.min(from + GROUP, shape.inner()); i++) {
          addProduct(a[row * shape.inner() + i], b, i * shape.columns(), chain);
        }
        for (int column = 0; column < chain.length; column++) {
          c[to + column] += chain[column];
        }
      }
    }
  }

  private static void addProduct(float factor, float[] b, int offset, float[] chain) {
    for (int column = 0; column < chain.length; column++) {
      chain[column] = Math.fma(factor, b[offset + column], chain[column]);
    }
  }
}
