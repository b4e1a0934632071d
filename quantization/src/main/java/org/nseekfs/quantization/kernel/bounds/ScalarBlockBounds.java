package org.nseekfs.quantization.kernel.bounds;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.nseekfs.quantization.LittleEndian;

/** The scalar twin: a document at a time, by tables. */
final class ScalarBlockBounds implements BlockBounds {

  private static final int INDEX_MASK = (1 << CodeFields.GROUP_BITS) - 1;

  private final List<CodeTarget> targets;
  private final CodeFields fields;
  private final List<short[]> tables;

  ScalarBlockBounds(List<CodeTarget> targets) {
    this.targets = targets;
    this.fields = targets.getFirst().fields();
    this.tables = targets.stream().map(target -> target.fields().tables()).toList();
  }

  @Override
  public void bounds(
      MemorySegment codes,
      long offset,
      int blocks,
      long[][] accepted,
      float[][] upper,
      float[][] blockUpper) {
    for (int block = 0; block < blocks; block++) {
      long at = offset + (long) block * fields.blockBytes();
      int to = block * CodeFields.BLOCK_DOCS;
      for (int i = 0; i < targets.size(); i++) {
        blockUpper[i][block] = block(codes, at, accepted[i][block], i, upper[i], to);
      }
    }
  }

  private float block(
      MemorySegment codes, long block, long accepted, int index, float[] upper, int to) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int lane = 0; lane < CodeFields.BLOCK_DOCS; lane++) {
      boolean isAccepted = (accepted >>> lane & 1) != 0;
      float bound = isAccepted ? bound(codes, block, index, lane) : Float.NEGATIVE_INFINITY;
      upper[to + lane] = bound;
      largest = Math.max(largest, bound);
    }
    return largest;
  }

  private float bound(MemorySegment codes, long block, int index, int lane) {
    CodeTarget target = targets.get(index);
    long corrections = block + fields.correctionsOffset();
    int correction = codes.get(LittleEndian.INT, corrections + (long) lane * Integer.BYTES);
    float scale = Float.intBitsToFloat(correction & 0xFFFF_0000);
    float residual = Float.intBitsToFloat(correction << Short.SIZE);
    float inner = Math.fma(sum(codes, block, index, lane), target.unit(), target.constant());
    float bound =
        Math.fma(scale, inner, Math.fma(residual, target.residualFactor(), target.base()));
    if (fields.withSquareNorms()) {
      bound -=
          codes.get(
              LittleEndian.FLOAT,
              corrections + (CodeFields.BLOCK_DOCS + lane) * (long) Float.BYTES);
    }
    return bound;
  }

  private short sum(MemorySegment codes, long block, int index, int lane) {
    long at = block + (long) CodeFields.slot(lane) * Short.BYTES;
    short[] entries = tables.get(index);
    int sum = targets.get(index).start();
    for (int word = 0; word < fields.words(); word++) {
      int bits = codes.get(LittleEndian.SHORT, at + (long) word * CodeFields.WORD_BYTES);
      for (int group = 0; group < CodeFields.WORD_GROUPS; group++) {
        int value = (bits >> (group * CodeFields.GROUP_BITS)) & INDEX_MASK;
        int table = word * CodeFields.WORD_GROUPS + group;
        sum += entries[(table << CodeFields.GROUP_BITS) + value];
      }
    }
    return (short) sum;
  }
}
