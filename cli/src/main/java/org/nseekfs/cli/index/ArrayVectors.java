package org.nseekfs.cli.index;

/** Vectors on the heap, at least one, all of one dimension. */
public record ArrayVectors(float[][] vectors) implements VectorSource {

  @Override
  public int count() {
    return vectors.length;
  }

  @Override
  public int dimension() {
    return vectors[0].length;
  }

  @Override
  public float[] floatVector(int row) {
    return vectors[row];
  }

  @Override
  public double[] doubleVector(int row) {
    double[] vector = new double[vectors[row].length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = vectors[row][i];
    }
    return vector;
  }
}
