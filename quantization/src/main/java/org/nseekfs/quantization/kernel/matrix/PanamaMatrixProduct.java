package org.nseekfs.quantization.kernel.matrix;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.nseekfs.quantization.kernel.Template;

/**
 * Template: a tile of four rows and two vectors of columns at a time, its sums in registers over a
 * whole group of the inner index.
 */
final class PanamaMatrixProduct implements MatrixProduct {

  private static final int BITS = Template.bits(PanamaMatrixProduct.class);
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));
  private static final int WIDTH = FLOATS.length();

  private final Shape shape;

  PanamaMatrixProduct(Shape shape) {
    this.shape = shape;
  }

  @Override
  public void multiply(float[] a, float[] b, float[] c) {
    Arrays.fill(c, 0, shape.rows() * shape.columns(), 0f);
    for (int from = 0; from < shape.inner(); from += GROUP) {
      int count = Math.min(GROUP, shape.inner() - from);
      for (int column = 0; column < shape.columns(); column += 2 * WIDTH) {
        for (int row = 0; row < shape.rows(); row += TILE_ROWS) {
          addTile(
              a,
              row * shape.inner() + from,
              shape.inner(),
              b,
              from * shape.columns() + column,
              shape.columns(),
              c,
              row * shape.columns() + column,
              count);
        }
      }
    }
  }

  // So many arguments because whatever held them would have to be taken apart again in the loop.
  private static void addTile(
      float[] a,
      int aOffset,
      int inner,
      float[] b,
      int bOffset,
      int columns,
      float[] c,
      int cOffset,
      int count) {
    FloatVector s00 = FloatVector.zero(FLOATS);
    FloatVector s01 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    int at = bOffset;
    for (int i = 0; i < count; i++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, at);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, at + WIDTH);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[aOffset + i]);
      s00 = a0.fma(b0, s00);
      s01 = a0.fma(b1, s01);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[aOffset + inner + i]);
      s10 = a1.fma(b0, s10);
      s11 = a1.fma(b1, s11);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[aOffset + 2 * inner + i]);
      s20 = a2.fma(b0, s20);
      s21 = a2.fma(b1, s21);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[aOffset + 3 * inner + i]);
      s30 = a3.fma(b0, s30);
      s31 = a3.fma(b1, s31);
      at += columns;
    }
    add(c, cOffset, s00, s01);
    add(c, cOffset + columns, s10, s11);
    add(c, cOffset + 2 * columns, s20, s21);
    add(c, cOffset + 3 * columns, s30, s31);
  }

  private static void add(float[] c, int offset, FloatVector first, FloatVector second) {
    FloatVector.fromArray(FLOATS, c, offset).add(first).intoArray(c, offset);
    FloatVector.fromArray(FLOATS, c, offset + WIDTH).add(second).intoArray(c, offset + WIDTH);
  }
}
