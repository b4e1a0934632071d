package org.nseekfs.quantization.kernel.matrix;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.nseekfs.quantization.kernel.Template;

/** Template: a lane is a vector; two levels of the transform at a time. */
final class PanamaRotation implements Rotation {

  private static final int BITS = Template.bits(PanamaRotation.class);
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));
  private static final int WIDTH = FLOATS.length();

  private final float[] signs;
  private final int size;

  PanamaRotation(Signs signs) {
    this.signs = signs.signs();
    this.size = signs.size();
  }

  @Override
  public void rotate(float[] values) {
    for (int round = 0; round < signs.length; round += size) {
      for (int lane = 0; lane < LANES; lane += WIDTH) {
        transform(values, round, lane);
      }
    }
  }

  private void transform(float[] values, int round, int lane) {
    flip(values, round, lane);
    int half = 1;
    for (; 4 * half <= size; half *= 4) {
      twoLevels(values, half, lane);
    }
    if (half < size) {
      oneLevel(values, half, lane);
    }
  }

  private void flip(float[] values, int round, int lane) {
    for (int i = 0; i < size; i++) {
      int at = i * LANES + lane;
      FloatVector.fromArray(FLOATS, values, at)
          .mul(FloatVector.broadcast(FLOATS, signs[round + i]))
          .intoArray(values, at);
    }
  }

  private void oneLevel(float[] values, int half, int lane) {
    int step = half * LANES;
    for (int at = lane; at < step; at += LANES) {
      FloatVector a = FloatVector.fromArray(FLOATS, values, at);
      FloatVector b = FloatVector.fromArray(FLOATS, values, at + step);
      a.add(b).intoArray(values, at);
      a.sub(b).intoArray(values, at + step);
    }
  }

  private void twoLevels(float[] values, int half, int lane) {
    int step = half * LANES;
    for (int first = lane; first < size * LANES; first += 4 * step) {
      for (int at = first; at < first + step; at += LANES) {
        FloatVector a = FloatVector.fromArray(FLOATS, values, at);
        FloatVector b = FloatVector.fromArray(FLOATS, values, at + step);
        FloatVector c = FloatVector.fromArray(FLOATS, values, at + 2 * step);
        FloatVector d = FloatVector.fromArray(FLOATS, values, at + 3 * step);
        FloatVector ab = a.add(b);
        FloatVector cd = c.add(d);
        ab.add(cd).intoArray(values, at);
        ab.sub(cd).intoArray(values, at + 2 * step);
        FloatVector aMinusB = a.sub(b);
        FloatVector cMinusD = c.sub(d);
        aMinusB.add(cMinusD).intoArray(values, at + step);
        aMinusB.sub(cMinusD).intoArray(values, at + 3 * step);
      }
    }
  }
}
