package org.nseekfs.quantization.kernel.signs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The scalar twin: a document at a time. */
final class ScalarAsymmetricEstimates implements AsymmetricEstimates {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int ENTRIES = AsymmetricTarget.GROUP_ENTRIES;

  private final AsymmetricTarget target;

  ScalarAsymmetricEstimates(AsymmetricTarget target) {
    this.target = target;
  }

  @Override
  public void estimates(
      MemorySegment codes,
      long offset,
      int blocks,
      float least,
      float[] estimates,
      long[] reaching) {
    int blockBytes = target.offsetsAt() + AsymmetricTarget.FLOATS_BYTES;
    for (int block = 0; block < blocks; block++) {
      long at = offset + (long) block * blockBytes;
      long lanes = 0;
      for (int lane = 0; lane < AsymmetricTarget.BLOCK_DOCS; lane++) {
        float estimate = estimate(codes, at, lane);
        estimates[block * AsymmetricTarget.BLOCK_DOCS + lane] = estimate;
        lanes |= (estimate >= least ? 1L : 0) << lane;
      }
      reaching[block] = lanes;
    }
  }

  private float estimate(MemorySegment codes, long block, int lane) {
    byte[] entries = target.entries();
    long at = block + AsymmetricTarget.place(lane);
    int sum = 0;
    for (int i = 0; i < target.codeBytes(); i++) {
      int signs = codes.get(ValueLayout.JAVA_BYTE, at + (long) i * AsymmetricTarget.BLOCK_DOCS);
      int table = 2 * ENTRIES * i;
      sum += entries[table + (signs & ENTRIES - 1)];
      sum += entries[table + ENTRIES + (signs >> AsymmetricTarget.GROUP & ENTRIES - 1)];
    }
    long floats = block + (long) lane * Float.BYTES;
    float norm = codes.get(FLOAT, floats + target.normsAt());
    float offset = codes.get(FLOAT, floats + target.offsetsAt());
    return Math.fma(norm * (cosine(sum) + target.raise()), target.scale(), offset + target.base());
  }

  private float cosine(int sum) {
    float u = Math.fma(sum, target.unit(), target.least());
    float about = cut(Math.fma(u * u, target.lift() * u, u));
    return cut(u / Math.fma(about * about, -target.bend(), 1));
  }

  private static float cut(float cosine) {
    return Math.clamp(cosine, -1f, 1f);
  }
}
