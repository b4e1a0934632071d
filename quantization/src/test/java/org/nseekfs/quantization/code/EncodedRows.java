package org.nseekfs.quantization.code;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

/** Vectors as rows of a type, one after the other. */
record EncodedRows(ElementType type, int dimension, int count, MemorySegment rows) {

  static EncodedRows of(ElementType type, double[][] vectors) {
    int dimension = vectors[0].length;
    int rowBytes = type.rowBytes(dimension);
    MemorySegment rows = Arena.ofAuto().allocate((long) vectors.length * rowBytes);
    for (int i = 0; i < vectors.length; i++) {
      switch (array(type, vectors[i])) {
        case float[] floats -> type.encode(floats, rows, (long) i * rowBytes);
        case double[] doubles -> put(DoubleRows.encode(doubles), rows, (long) i * rowBytes);
        case byte[] bytes -> put(bytes, rows, (long) i * rowBytes);
        default -> throw new AssertionError(type);
      }
    }
    return new EncodedRows(type, dimension, vectors.length, rows);
  }

  private static void put(byte[] row, MemorySegment rows, long offset) {
    MemorySegment.copy(row, 0, rows, ValueLayout.JAVA_BYTE, offset, row.length);
  }

  /** A vector as an array of the type; bytes are its elements times 32, as far as they go. */
  static Object array(ElementType type, double[] vector) {
    if (type == ElementType.F64) {
      return vector.clone();
    }
    if (type == ElementType.BYTE) {
      byte[] bytes = new byte[vector.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) Math.clamp(Math.round(vector[i] * 32), -128, 127);
      }
      return bytes;
    }
    float[] floats = new float[vector.length];
    double most = type == ElementType.F16 ? 65_504 : Float.MAX_VALUE;
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) Math.clamp(vector[i], -most, most);
    }
    return floats;
  }

  /** A row as stored. */
  double[] decode(int row) {
    long offset = (long) row * type.rowBytes(dimension);
    byte[] bytes = rows.asSlice(offset, type.rowBytes(dimension)).toArray(ValueLayout.JAVA_BYTE);
    if (type == ElementType.F64) {
      return DoubleRows.decode(bytes);
    }
    double[] vector = new double[dimension];
    float[] floats = new float[dimension];
    if (type.isFloat()) {
      type.decode(rows, offset, floats);
    }
    for (int i = 0; i < dimension; i++) {
      vector[i] = type.isFloat() ? floats[i] : bytes[i];
    }
    return vector;
  }

  /** Rows as what frames are learned from. */
  float[][] sample() {
    float[][] sample = new float[count][dimension];
    for (int row = 0; row < count; row++) {
      double[] vector = decode(row);
      for (int i = 0; i < dimension; i++) {
        sample[row][i] = (float) vector[i];
      }
    }
    return sample;
  }

  Codes codes(CodeFrame frame) {
    BlockEncoder encoder = new BlockEncoder(frame, type);
    int blocks = Math.ceilDiv(count, CodeFrame.BLOCK_DOCS);
    MemorySegment coarse = Arena.ofAuto().allocate((long) blocks * frame.blockBytes());
    MemorySegment fine = Arena.ofAuto().allocate((long) count * frame.fineBytes());
    byte[] block = new byte[frame.blockBytes()];
    byte[] fineBlock = new byte[CodeFrame.BLOCK_DOCS * frame.fineBytes()];
    for (int b = 0; b < blocks; b++) {
      int first = b * CodeFrame.BLOCK_DOCS;
      int docs = Math.min(CodeFrame.BLOCK_DOCS, count - first);
      encoder.encode(rows, (long) first * type.rowBytes(dimension), docs, block, fineBlock);
      MemorySegment.copy(
          block, 0, coarse, ValueLayout.JAVA_BYTE, (long) b * block.length, block.length);
      MemorySegment.copy(
          fineBlock,
          0,
          fine,
          ValueLayout.JAVA_BYTE,
          (long) first * frame.fineBytes(),
          docs * frame.fineBytes());
    }
    return new Codes(frame, blocks, coarse, fine);
  }

  /** The codes of all rows. */
  record Codes(CodeFrame frame, int blocks, MemorySegment coarse, MemorySegment fine) {

    /** Bounds of all lanes, padding included, checked against the largest of their blocks. */
    float[] upper(QueryCode target) {
      float[] upper = new float[blocks * CodeFrame.BLOCK_DOCS];
      float[] blockUpper = new float[blocks];
      long[] all = new long[blocks];
      Arrays.fill(all, -1);
      QueryCode.coarseBounds(List.of(target))
          .bounds(
              coarse,
              0,
              blocks,
              new long[][] {all},
              new float[][] {upper},
              new float[][] {blockUpper});
      for (int lane = 0; lane < upper.length; lane++) {
        if (!(upper[lane] <= blockUpper[lane / CodeFrame.BLOCK_DOCS])) {
          throw new AssertionError("lane " + lane + " is above its block: " + upper[lane]);
        }
      }
      return upper;
    }

    double fineUpper(QueryCode target, int row, float upper) {
      return target.fineUpper(fine, (long) row * frame.fineBytes(), upper);
    }
  }
}
