package org.nseekfs.quantization.kernel.matrix;

/** The scalar twin, for any number of lanes. */
final class ScalarRotation implements Rotation {

  private final float[] signs;
  private final int size;
  private final int lanes;

  ScalarRotation(Signs signs, int lanes) {
    this.signs = signs.signs();
    this.size = signs.size();
    this.lanes = lanes;
  }

  @Override
  public void rotate(float[] values) {
    for (int round = 0; round < signs.length; round += size) {
      flip(values, round);
      transform(values);
    }
  }

  private void flip(float[] values, int round) {
    for (int i = 0; i < size; i++) {
      for (int lane = 0; lane < lanes; lane++) {
        values[i * lanes + lane] *= signs[round + i];
      }
    }
  }

  private void transform(float[] values) {
    int half = lanes;
    for (; 4 * half <= size * lanes; half *= 4) {
      for (int first = 0; first < size * lanes; first += 4 * half) {
        twoLevels(values, first, half);
      }
    }
    if (half < size * lanes) {
      oneLevel(values, half);
    }
  }

  private static void oneLevel(float[] values, int half) {
    for (int i = 0; i < half; i++) {
      float a = values[i];
      float b = values[i + half];
      values[i] = a + b;
      values[i + half] = a - b;
    }
  }

  private static void twoLevels(float[] values, int first, int half) {
    for (int i = first; i < first + half; i++) {
      float a = values[i];
      float b = values[i + half];
      float c = values[i + 2 * half];
      float d = values[i + 3 * half];
      values[i] = (a + b) + (c + d);
      values[i + half] = (a - b) + (c - d);
      values[i + 2 * half] = (a + b) - (c + d);
      values[i + 3 * half] = (a - b) - (c - d);
    }
  }
}
