package org.nseekfs.quantization.kernel.hamming;

import java.lang.foreign.MemorySegment;
import org.nseekfs.quantization.LittleEndian;

/** The scalar twin: a document at a time. */
final class ScalarHammingEstimates implements HammingEstimates {

  private final HammingTarget target;

  ScalarHammingEstimates(HammingTarget target) {
    this.target = target;
  }

  @Override
  public void estimates(
      MemorySegment codes, long offset, int blocks, float[] estimates, float[] blockLargest) {
    int blockBytes = HammingTarget.blockBytes(target.bits());
    for (int block = 0; block < blocks; block++) {
      long at = offset + (long) block * blockBytes;
      float largest = Float.NEGATIVE_INFINITY;
      for (int lane = 0; lane < HammingTarget.BLOCK_DOCS; lane++) {
        float estimate = estimate(codes, at + (long) lane * Integer.BYTES);
        estimates[block * HammingTarget.BLOCK_DOCS + lane] = estimate;
        largest = Math.max(largest, estimate);
      }
      blockLargest[block] = largest;
    }
  }

  private float estimate(MemorySegment codes, long at) {
    int[] words = target.words();
    int distance = 0;
    for (int word = 0; word < words.length; word++) {
      distance +=
          Integer.bitCount(
              codes.get(LittleEndian.INT, at + (long) word * HammingTarget.WORD_BYTES)
                  ^ words[word]);
    }
    float norm = codes.get(LittleEndian.FLOAT, at + target.normsAt());
    float offset = codes.get(LittleEndian.FLOAT, at + target.offsetsAt());
    return Math.fma(
        norm * (cosine(distance) + target.margin()), target.scale(), offset + target.base());
  }

  private float cosine(int distance) {
    float u = (target.bits() - 2 * distance) * (1f / target.bits());
    float square = u * u;
    float sum = Math.fma(HammingTarget.C9, square, HammingTarget.C7);
    sum = Math.fma(sum, square, HammingTarget.C5);
    sum = Math.fma(sum, square, HammingTarget.C3);
    sum = Math.fma(sum, square, HammingTarget.C1);
    return u * sum;
  }
}
