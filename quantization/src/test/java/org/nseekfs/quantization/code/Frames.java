package org.nseekfs.quantization.code;

import java.util.Random;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.Similarity;

/** Frames that no learning would give. */
final class Frames {

  private Frames() {}

  /** The principal directions of a sample, as many as there are bits given. */
  static CodeFrame of(Similarity similarity, float[][] sample, byte[] bits, boolean isFine) {
    int dimension = sample[0].length;
    float[] mean = new float[dimension];
    for (float[] vector : sample) {
      for (int i = 0; i < dimension; i++) {
        mean[i] += vector[i] / sample.length;
      }
    }
    float[][] centred = new float[sample.length][dimension];
    for (int row = 0; row < sample.length; row++) {
      for (int i = 0; i < dimension; i++) {
        centred[row][i] = sample[row][i] - mean[i];
      }
    }
    PrincipalDirections found = PrincipalDirections.of(centred, dimension, Checkpoint.NONE);
    Basis basis = Basis.of(mean, found, bits.length, Checkpoint.NONE);
    return CodeFrame.of(
        similarity, sample.length, basis, new BitAllocation(bits, bits.length, isFine));
  }

  /** Random bits for a random number of directions, often all. */
  static byte[] bits(Random random, int dimension) {
    int most = Math.min(dimension, CodeFrame.MAX_DIRECTIONS);
    byte[] bits = new byte[random.nextBoolean() ? most : 1 + random.nextInt(most)];
    int largest = random.nextInt(6);
    for (int j = 0; j < bits.length; j++) {
      bits[j] = (byte) random.nextInt(largest + 1);
    }
    return bits;
  }
}
