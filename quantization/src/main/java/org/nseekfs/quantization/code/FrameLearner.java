package org.nseekfs.quantization.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.Similarity;

/** Learns a {@link CodeFrame} from a sample. */
final class FrameLearner {

  private FrameLearner() {}

  static CodeFrame learn(
      Similarity similarity, int rowBytes, float[][] sample, Checkpoint checkpoint) {
    if (sample.length == 0 || sample[0].length > CodeFrame.MAX_DIMENSION) {
      return null;
    }
    int sampleCount = size(sample);
    float[][] vectors = usable(similarity, sample);
    if (vectors.length == 0) {
      return null;
    }
    float[] mean = mean(vectors);
    for (float[] vector : vectors) {
      for (int i = 0; i < mean.length; i++) {
        vector[i] -= mean[i];
      }
    }
    Gaps gaps = Gaps.of(similarity, mean, vectors, checkpoint);
    PrincipalDirections found =
        PrincipalDirections.of(vectors, CodeFrame.MAX_DIRECTIONS, checkpoint);
    BitAllocation allocation = BitAllocation.of(found.variances(), gaps, rowBytes, checkpoint);
    if (allocation == null) {
      return null;
    }
    int directions = Math.min(allocation.directions(), CodeFrame.MAX_DIRECTIONS);
    Basis basis = Basis.of(mean, found, directions, checkpoint);
    return CodeFrame.of(similarity, sampleCount, basis, allocation);
  }

  /** How many vectors of the sample are looked at. */
  private static int size(float[][] sample) {
    return Math.min(CodeFrame.maxSample(sample[0].length), sample.length);
  }

  /** Takes the vectors that can be coded, evenly spread over the sample, which is left empty. */
  private static float[][] usable(Similarity similarity, float[][] sample) {
    int dimension = sample[0].length;
    int count = size(sample);
    List<float[]> vectors = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      float[] vector = sample[(int) ((long) i * sample.length / count)];
      double norm = Math.sqrt(Squares.sum(vector, 0, dimension));
      if (ErrorBound.isCodable(norm)) {
        if (similarity == Similarity.COSINE) {
          for (int j = 0; j < dimension; j++) {
            vector[j] = (float) (vector[j] / norm);
          }
        }
        vectors.add(vector);
      }
    }
    Arrays.fill(sample, null);
    return vectors.toArray(float[][]::new);
  }

  private static float[] mean(float[][] vectors) {
    double[] sums = new double[vectors[0].length];
    for (float[] vector : vectors) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += vector[i];
      }
    }
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / vectors.length);
    }
    return mean;
  }
}
