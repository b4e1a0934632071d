package org.nseekfs.quantization.lsh;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.CodeFrame;
import org.nseekfs.quantization.code.Squares;
import org.nseekfs.quantization.kernel.matrix.Rotation;
import org.nseekfs.quantization.kernel.signs.AsymmetricTarget;

/**
 * What the sign codes of a field's documents have in common: a centre and a random rotation.
 * Learned once from a sample, then frozen: codes of one frame can be compared across segments.
 *
 * <p>The rotation pads a vector with zeros to a power of two and applies three rounds of random
 * signs and the Hadamard transform; a code is the signs of the first {@link #bits} elements.
 *
 * <p>Immutable, shared by threads.
 */
public final class SignFrame {

  /** Documents of a block. */
  public static final int BLOCK_DOCS = AsymmetricTarget.BLOCK_DOCS;

  /** The most vectors that a frame is learned from. */
  static final int MAX_SAMPLE = 8192;

  /** Lengths, as multiples of the usual one, that vectors do not exceed in the centre. */
  private static final double LONG = 2;

  static final int MAX_DIMENSION = 16_384;
  private static final int MIN_BITS = 256;
  private static final int MAX_BITS = 1024;
  private static final int ROUNDS = 3;
  private static final long SEED = 0x6E5EE4F5;
  private static final int HEADER_BYTES = 4 * Integer.BYTES + Long.BYTES;

  /**
   * Norms beyond which, or beyond whose inverse, products of two might leave the range of floats.
   */
  private static final double MAX_NORM = 0x1p60;

  private final Similarity similarity;
  private final int sampleCount;
  private final float[] centre;
  private final int bits;
  private final long seed;
  private final Rotation.Signs signs;
  private final long id;

  private SignFrame(Similarity similarity, int sampleCount, float[] centre, int bits, long seed) {
    this.similarity = similarity;
    this.sampleCount = sampleCount;
    this.centre = centre;
    this.bits = bits;
    this.seed = seed;
    this.signs = signs(seed, Integer.highestOneBit(Math.max(centre.length, bits) * 2 - 1));
    this.id = CodeFrame.digest(toBytes());
  }

  private static Rotation.Signs signs(long seed, int size) {
    Random random = new Random(seed);
    float[] signs = new float[ROUNDS * size];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = random.nextBoolean() ? 1 : -1;
    }
    return new Rotation.Signs(signs, size);
  }

  /**
   * Learns a frame, always the same one from the same sample. The centre is a mean of the sample in
   * which no vector counts as longer than {@value #LONG} times the usual length: else those much
   * longer than others drew it away from these, whose signs then told nothing apart. The usual
   * length is that of the first quarter in ascending order, zeros left out, under the euclidean
   * distance: the short ones are the densest. Under the dot product, where hits are among the long
   * ones, it is that of the third quarter.
   *
   * @param sample vectors of the same dimension, as decoded; at most {@value #MAX_SAMPLE} are used,
   *     evenly spread. Those that are not finite or too long, or under the cosine have no
   *     direction, are left out
   * @return null if no vector is left
   */
  public static SignFrame learn(Similarity similarity, float[][] sample) {
    int count = Math.min(MAX_SAMPLE, sample.length);
    double[] lengths = new double[count];
    for (int i = 0; i < count; i++) {
      double[] vector = RowReader.widen(sample[nth(i, count, sample)]);
      lengths[i] = scale(similarity, vector) * norm(vector);
    }
    double[] usual = Arrays.stream(lengths).filter(length -> length > 0).sorted().toArray();
    int quarter = (similarity == Similarity.EUCLIDEAN ? 1 : 3) * usual.length / 4;
    double longest = usual.length == 0 ? 0 : LONG * usual[quarter];
    int used = 0;
    double[] sums = new double[count == 0 ? 0 : sample[0].length];
    for (int i = 0; i < count; i++) {
      if (!Double.isNaN(lengths[i])) {
        used++;
        double[] vector = RowReader.widen(sample[nth(i, count, sample)]);
        double scale =
            scale(similarity, vector) * (lengths[i] > longest ? longest / lengths[i] : 1);
        for (int j = 0; j < sums.length; j++) {
          sums[j] += vector[j] * scale;
        }
      }
    }
    if (used == 0) {
      return null;
    }
    float[] centre = new float[sums.length];
    for (int j = 0; j < centre.length; j++) {
      centre[j] = (float) (sums[j] / used);
    }
    return of(similarity, count, centre, SEED);
  }

  /** Of {@code count} vectors, evenly spread over a sample, the index of the {@code i}-th. */
  private static int nth(int i, int count, float[][] sample) {
    return (int) ((long) i * sample.length / count);
  }

  /** The frame of a centre and a seed. */
  static SignFrame of(Similarity similarity, int sampleCount, float[] centre, long seed) {
    int bits = Math.ceilDiv(Math.max(MIN_BITS, centre.length), Long.SIZE) * Long.SIZE;
    return new SignFrame(similarity, sampleCount, centre, Math.min(MAX_BITS, bits), seed);
  }

  /**
   * The frame of {@link #toBytes}.
   *
   * @throws IllegalArgumentException if the bytes are no frame
   */
  public static SignFrame read(MemorySegment bytes) {
    ByteBuffer in =
        ByteBuffer.wrap(bytes.toArray(ValueLayout.JAVA_BYTE)).order(ByteOrder.LITTLE_ENDIAN);
    require(in.remaining() >= HEADER_BYTES, "sign frame has " + in.remaining() + " bytes");
    Similarity similarity = Similarity.fromWireId(in.getInt());
    int sampleCount = in.getInt();
    int dimension = in.getInt();
    int bits = in.getInt();
    long seed = in.getLong();
    require(sampleCount >= 1, "sample count is " + sampleCount);
    require(dimension >= 1 && dimension <= MAX_DIMENSION, "dimension is " + dimension);
    require(
        bits >= MIN_BITS && bits <= MAX_BITS && bits % Long.SIZE == 0,
        "bits of a code are " + bits);
    require(
        bytes.byteSize() == bytes(dimension),
        "sign frame of dimension " + dimension + " has " + bytes.byteSize() + " bytes");
    float[] centre = new float[dimension];
    in.asFloatBuffer().get(centre);
    double norm = Math.sqrt(Squares.sum(centre, 0, dimension));
    require(norm <= MAX_NORM, "norm of the centre is " + norm);
    return new SignFrame(similarity, sampleCount, centre, bits, seed);
  }

  private static void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException(fault);
    }
  }

  /** The bytes of a frame of {@code dimension}. */
  public static int bytes(int dimension) {
    return HEADER_BYTES + dimension * Float.BYTES;
  }

  /**
   * Its bytes, little-endian: ints similarity (0 euclidean, 1 dot product, 2 cosine), sample count,
   * dimension, bits of a code; long seed of the rotation; floats centre.
   */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(bytes(centre.length)).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(similarity.wireId()).putInt(sampleCount).putInt(dimension()).putInt(bits);
    out.putLong(seed).asFloatBuffer().put(centre);
    return out.array();
  }

  /**
   * What the elements of a vector are multiplied by before it is centred: under the cosine, the
   * inverse of its norm.
   *
   * @return NaN if the vector is not to be centred: it is not finite, too long, or has no direction
   */
  static double scale(Similarity similarity, double[] vector) {
    double norm = norm(vector);
    if (similarity != Similarity.COSINE) {
      return norm <= MAX_NORM ? 1 : Double.NaN;
    }
    return hasDirection(norm) ? 1 / norm : Double.NaN;
  }

  private static double norm(double[] vector) {
    double squares = 0;
    for (double element : vector) {
      squares += element * element;
    }
    return Math.sqrt(squares);
  }

  /**
   * A vector from the centre on.
   *
   * @param scale of the vector, see {@link #scale}
   * @param to where its {@link #dimension} elements go
   */
  void centre(double[] vector, double scale, float[] to, int at) {
    for (int i = 0; i < centre.length; i++) {
      to[at + i] = (float) (vector[i] * scale - centre[i]);
    }
  }

  /** A vector that begins at the centre, from the origin on. */
  float[] uncentred(float[] centred) {
    float[] vector = new float[centre.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = centred[i] + centre[i];
    }
    return vector;
  }

  /** What a raw value holds beside (q, z), of a document z that starts at {@code at}. */
  double offset(float[] centred, int at, double square) {
    return similarity == Similarity.EUCLIDEAN ? -square : Squares.dot(centre, centred, at);
  }

  /** Whether a vector of this norm is neither too short nor too long to be compared. */
  static boolean hasDirection(double norm) {
    return norm >= 1 / MAX_NORM && norm <= MAX_NORM;
  }

  /** A digest of its bytes. */
  public long id() {
    return id;
  }

  /** What its codes estimate. */
  public Similarity similarity() {
    return similarity;
  }

  /** Elements of a vector. */
  public int dimension() {
    return centre.length;
  }

  /** Bits of a code, a multiple of 64. */
  public int bits() {
    return bits;
  }

  /** Vectors of the sample that was looked at to learn it. */
  public int sampleCount() {
    return sampleCount;
  }

  /** Bytes of the codes of a block of {@link #BLOCK_DOCS} documents; a multiple of 64. */
  public int blockBytes() {
    return AsymmetricTarget.blockBytes(bits);
  }

  float[] centre() {
    return centre;
  }

  Rotation.Signs signs() {
    return signs;
  }

  /** Elements of a turned vector, a power of two. */
  int size() {
    return signs.size();
  }
}
