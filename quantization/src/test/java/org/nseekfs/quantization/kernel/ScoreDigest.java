package org.nseekfs.quantization.kernel;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.BlockEncoder;
import org.nseekfs.quantization.code.CodeFrame;
import org.nseekfs.quantization.code.QueryCode;
import org.nseekfs.quantization.kernel.sum.RowScorer;
import org.nseekfs.quantization.lsh.SignEncoder;
import org.nseekfs.quantization.lsh.SignFrame;
import org.nseekfs.quantization.lsh.SignTarget;

/**
 * Prints the vector width in force and a digest of scores, codes, bounds and estimates: for other
 * JVMs.
 */
final class ScoreDigest {

  private static final int ROWS = 300;
  private static final int DIMENSION = 101;
  private static final int SAMPLE = 60;

  private ScoreDigest() {}

  public static void main(String[] args) {
    try (PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
      out.println(Kernels.best().bits() + " " + digest());
    }
  }

  static int digest() {
    Random random = new Random(1);
    int digest = 1;
    CodeFrame[] frames = new CodeFrame[Similarity.values().length];
    Arrays.setAll(frames, i -> frame(Similarity.values()[i], random));
    for (ElementType type : ElementType.values()) {
      MemorySegment rows = Arena.ofAuto().allocate((long) ROWS * type.rowBytes(DIMENSION));
      for (int i = 0; i < ROWS; i++) {
        write(type, random, rows, (long) i * type.rowBytes(DIMENSION));
      }
      for (Similarity similarity : Similarity.values()) {
        double[] raw = new double[ROWS];
        scorer(type, similarity, random).scoreBulk(rows, 0, ROWS, raw);
        digest = 31 * digest + Arrays.hashCode(raw);
      }
      digest = 31 * digest + codes(frames[type.ordinal() % frames.length], type, rows, random);
      Similarity similarity = Similarity.values()[type.ordinal() % Similarity.values().length];
      digest = 31 * digest + signCodes(similarity, type, rows, random);
    }
    return digest;
  }

  private static CodeFrame frame(Similarity similarity, Random random) {
    float[][] sample = new float[SAMPLE][];
    Arrays.setAll(sample, i -> clustered(random));
    return CodeFrame.learn(
        similarity, ElementType.F64.rowBytes(DIMENSION), sample, Checkpoint.NONE);
  }

  /** Of a frame, of the rows' codes in it, and of the bounds of a target. */
  private static int codes(CodeFrame frame, ElementType type, MemorySegment rows, Random random) {
    byte[] block = new byte[frame.blockBytes()];
    byte[] fine = new byte[CodeFrame.BLOCK_DOCS * frame.fineBytes()];
    new BlockEncoder(frame, type).encode(rows, 0, CodeFrame.BLOCK_DOCS - 1, block, fine);
    float[][] upper = new float[1][CodeFrame.BLOCK_DOCS];
    float[][] blockUpper = new float[1][1];
    QueryCode.coarseBounds(List.of(QueryCode.of(frame, floats(random))))
        .bounds(MemorySegment.ofArray(block), 0, 1, new long[][] {{-1}}, upper, blockUpper);
    return Arrays.hashCode(
        new int[] {
          Long.hashCode(frame.id()),
          Arrays.hashCode(block),
          Arrays.hashCode(fine),
          Arrays.hashCode(upper[0]),
          Arrays.hashCode(blockUpper[0])
        });
  }

  /** Of the rows' sign codes, and of the estimates of a target. */
  private static int signCodes(
      Similarity similarity, ElementType type, MemorySegment rows, Random random) {
    SignFrame frame = SignFrame.learn(similarity, new float[][] {floats(random), floats(random)});
    byte[] block = new byte[frame.blockBytes()];
    new SignEncoder(frame, type).encode(rows, 0, SignFrame.BLOCK_DOCS - 1, block);
    float[] estimates = new float[SignFrame.BLOCK_DOCS];
    long[] reaching = new long[1];
    SignTarget target = SignTarget.of(frame, floats(random), 2);
    target.estimates(MemorySegment.ofArray(block), 0, 1, 0, estimates, reaching);
    return Arrays.hashCode(
        new int[] {
          Long.hashCode(frame.id()),
          Arrays.hashCode(block),
          Arrays.hashCode(estimates),
          Arrays.hashCode(reaching)
        });
  }

  /** So far apart, along few axes, that codes pay. */
  private static float[] clustered(Random random) {
    float[] vector = floats(random);
    int cluster = random.nextInt(8);
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = 0.1f * vector[i] + (i / 8 % 8 == cluster ? 1 : 0);
    }
    return vector;
  }

  private static void write(ElementType type, Random random, MemorySegment rows, long offset) {
    if (type.isFloat()) {
      type.encode(floats(random), rows, offset);
      return;
    }
    byte[] row = type == ElementType.F64 ? DoubleRows.encode(doubles(random)) : bytes(random);
    MemorySegment.copy(MemorySegment.ofArray(row), 0, rows, offset, row.length);
  }

  private static RowScorer scorer(ElementType type, Similarity similarity, Random random) {
    Object target =
        switch (type) {
          case F64 -> doubles(random);
          case BYTE -> bytes(random);
          default -> floats(random);
        };
    return RowScorer.of(type, similarity, QueryVector.ofArray(target));
  }

  private static double[] doubles(Random random) {
    return random.doubles(DIMENSION, -1, 1).toArray();
  }

  private static float[] floats(Random random) {
    float[] floats = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[DIMENSION];
    random.nextBytes(bytes);
    return bytes;
  }
}
