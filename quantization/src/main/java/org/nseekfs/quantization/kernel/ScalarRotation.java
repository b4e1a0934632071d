package org.nseekfs.quantization.kernel;

/** The scalar twin, for any number of lanes. */
final class ScalarRotation implements Rotation {

  private final Signs signs;
  private final int lanes;

  ScalarRotation(Signs signs, int lanes) {
    this.signs = signs;
    this.lanes = lanes;
  }

  @Override
  public void rotate(float[] values) {
    for (int first = 0; first < signs.signs().length; first += signs.size()) {
      for (int i = 0; i < signs.size() * lanes; i++) {
        values[i] *= signs.signs()[first + i / lanes];
      }
      transform(values);
    }
  }

  private void transform(float[] values) {
    for (int half = lanes; half < signs.size() * lanes; half *= 2) {
      for (int first = 0; first < signs.size() * lanes; first += 2 * half) {
        for (int i = first; i < first + half; i++) {
          float a = values[i];
          float b = values[i + half];
          values[i] = a + b;
          values[i + half] = a - b;
        }
      }
    }
  }
}
