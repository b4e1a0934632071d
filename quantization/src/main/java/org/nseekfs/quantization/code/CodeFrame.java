package org.nseekfs.quantization.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nseekfs.quantization.Similarity;

/**
 * What the codes of a field have in common; learned once, kept by merges. Immutable.
 *
 * <p>A crude first version: a code is the first elements of the vector and the norm of the rest.
 */
public final class CodeFrame {

  /** Documents of a block. */
  public static final int BLOCK_DOCS = 64;

  /** Vectors that a frame is learned from at most. */
  public static final int MAX_SAMPLE = 8192;

  private static final int MAX_HEAD = 8;
  private static final int HEADER_BYTES = 3 * Integer.BYTES;
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private final Similarity similarity;
  private final int sampleCount;
  private final float[] mean;

  private CodeFrame(Similarity similarity, int sampleCount, float[] mean) {
    this.similarity = similarity;
    this.sampleCount = sampleCount;
    this.mean = mean;
  }

  /** Learns a frame from vectors of equal dimension, at least one. */
  public static CodeFrame learn(Similarity similarity, float[][] sample) {
    float[] mean = new float[sample[0].length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (float[] vector : sample) {
        sum += vector[i];
      }
      mean[i] = (float) (sum / sample.length);
    }
    return new CodeFrame(similarity, sample.length, mean);
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if {@code bytes} are no frame
   */
  public static CodeFrame read(MemorySegment bytes) {
    ByteBuffer buffer =
        ByteBuffer.wrap(bytes.toArray(ValueLayout.JAVA_BYTE)).order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.remaining() < HEADER_BYTES) {
      throw new IllegalArgumentException("frame of " + buffer.remaining() + " bytes");
    }
    int similarity = buffer.getInt();
    int sampleCount = buffer.getInt();
    int dimension = buffer.getInt();
    if (similarity < 0
        || similarity >= Similarity.values().length
        || dimension < 1
        || buffer.remaining() != (long) Float.BYTES * dimension) {
      throw new IllegalArgumentException(
          "frame of similarity " + similarity + ", dimension " + dimension);
    }
    float[] mean = new float[dimension];
    buffer.asFloatBuffer().get(mean);
    return new CodeFrame(Similarity.values()[similarity], sampleCount, mean);
  }

  /** The frame as bytes. */
  public byte[] toBytes() {
    ByteBuffer buffer =
        ByteBuffer.allocate(HEADER_BYTES + Float.BYTES * mean.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(similarity.ordinal()).putInt(sampleCount).putInt(mean.length);
    buffer.asFloatBuffer().put(mean);
    return buffer.array();
  }

  /** A digest of the bytes: equal frames have equal ids. */
  public long id() {
    long id = FNV_OFFSET;
    for (byte b : toBytes()) {
      id = (id ^ (b & 0xFF)) * FNV_PRIME;
    }
    return id;
  }

  /** Vectors it was learned from. */
  public int sampleCount() {
    return sampleCount;
  }

  /** What bounds are of. */
  public Similarity similarity() {
    return similarity;
  }

  /** Elements of a vector. */
  public int dimension() {
    return mean.length;
  }

  /** Bytes of a block of {@link #BLOCK_DOCS} codes: a multiple of 64. */
  public int blockBytes() {
    return (head() + 2) * BLOCK_DOCS * Float.BYTES;
  }

  /** Elements that a code holds as they are. */
  int head() {
    return Math.min(MAX_HEAD, mean.length);
  }
}
