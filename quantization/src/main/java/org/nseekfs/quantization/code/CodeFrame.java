package org.nseekfs.quantization.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.BitAllocation.Field;
import org.nseekfs.quantization.kernel.bounds.CodeFields;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct.Shape;

/**
 * What the codes of a field's documents have in common: a mean, principal directions, and how many
 * bits each direction has. Learned once from a sample, then frozen: codes of one frame can be
 * copied from segment to segment. Bounds hold for any vector in any frame; one that was learned
 * from like vectors makes them tight.
 *
 * <p>Immutable, shared by threads.
 */
public final class CodeFrame {

  /** Documents of a block. */
  public static final int BLOCK_DOCS = CodeFields.BLOCK_DOCS;

  /** The most vectors that a frame is learned from, whatever their dimension. */
  public static final int MAX_SAMPLE = 4096;

  /** The largest dimension that has codes. */
  static final int MAX_DIMENSION = 4096;

  /** The most floats of a sample. */
  private static final int MAX_SAMPLE_FLOATS = 1 << 22;

  /** The most directions that are turned to. */
  static final int MAX_DIRECTIONS = 1024;

  private static final int HEADER_BYTES = 5 * Integer.BYTES + Double.BYTES;
  static final int FINE_HEADER_BYTES = 2 * Integer.BYTES;

  private final Similarity similarity;
  private final int sampleCount;
  private final float[] mean;

  /** Dimension x padded directions. */
  private final float[] rotation;

  private final float[] deviations;
  private final byte[] bits;
  private final boolean isFine;
  private final List<Field> fields;
  private final double spread;
  private final double meanNorm;
  private final double defect;
  private final float[] fineSteps;
  private final double fineWeight;
  private final long id;

  private CodeFrame(
      Similarity similarity, int sampleCount, Basis basis, byte[] bits, boolean isFine) {
    this.similarity = similarity;
    this.sampleCount = sampleCount;
    this.mean = basis.mean();
    this.rotation = basis.rotation();
    this.deviations = basis.deviations();
    this.bits = bits;
    this.isFine = isFine;
    this.fields = BitAllocation.pack(bits);
    this.spread = basis.spread();
    this.meanNorm = basis.meanNorm();
    this.defect = basis.defect();
    this.fineSteps = new float[bits.length];
    for (int j = 0; j < bits.length; j++) {
      fineSteps[j] = fineStepOf(j);
    }
    this.fineWeight = fineWeightOf(fineSteps, spread);
    this.id = digest(toBytes());
  }

  /** A digest of the bytes of a frame of any kind. */
  public static long digest(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue() << Integer.SIZE | (Arrays.hashCode(bytes) & 0xFFFF_FFFFL);
  }

  /**
   * Learns a frame for rows of {@code rowBytes}, always the same one from the same sample.
   *
   * <p>Beside the sample, which has 16 MB at most, this takes up to 16 MB of heap for {@link
   * PrincipalDirections}, and with more than 1,024 dimensions 8 MB for those found; at the end,
   * without the sample, up to twice the frame's bytes and 8 MB.
   *
   * @param sample vectors of the same dimension, as decoded; at most {@link #maxSample} are used,
   *     evenly spread. Those that are not finite, or under the cosine have no direction, are left
   *     out. They are overwritten, and the array is left empty: so memory need not hold them twice,
   *     nor to the end
   * @param checkpoint passed every few milliseconds
   * @return null if codes would not pay: the vectors are too short, too long, or too few
   */
  public static CodeFrame learn(
      Similarity similarity, int rowBytes, float[][] sample, Checkpoint checkpoint) {
    return FrameLearner.learn(similarity, rowBytes, sample, checkpoint);
  }

  /** The most vectors of {@code dimension} that a frame is learned from. */
  public static int maxSample(int dimension) {
    return Math.min(MAX_SAMPLE, MAX_SAMPLE_FLOATS / dimension);
  }

  /** The frame of an allocation; bits beside which some were left over become more. */
  static CodeFrame of(
      Similarity similarity, int sampleCount, Basis basis, BitAllocation allocation) {
    byte[] bits = new byte[basis.directions()];
    for (Field field : BitAllocation.pack(Arrays.copyOf(allocation.bits(), bits.length))) {
      bits[field.direction()] = (byte) field.bits();
    }
    return new CodeFrame(similarity, sampleCount, basis, bits, allocation.isFine());
  }

  /**
   * The frame of {@link #toBytes}.
   *
   * @throws IllegalArgumentException if the bytes are no frame
   */
  public static CodeFrame read(MemorySegment bytes) {
    ByteBuffer in =
        ByteBuffer.wrap(bytes.toArray(ValueLayout.JAVA_BYTE)).order(ByteOrder.LITTLE_ENDIAN);
    require(in.remaining() >= HEADER_BYTES, "frame has " + in.remaining() + " bytes");
    Similarity similarity = Similarity.fromWireId(in.getInt());
    int sampleCount = in.getInt();
    int dimension = in.getInt();
    int directions = in.getInt();
    int isFine = in.getInt();
    double defect = in.getDouble();
    require(sampleCount >= 1, "sample count is " + sampleCount);
    require(dimension >= 1 && dimension <= MAX_DIMENSION, "dimension is " + dimension);
    require(
        directions >= 1 && directions <= Math.min(dimension, MAX_DIRECTIONS),
        "directions are " + directions);
    require(isFine == 0 || isFine == 1, "fine is " + isFine);
    require(defect >= 0 && defect <= ErrorBound.MAX_DEFECT, "defect is " + defect);
    require(
        bytes.byteSize() == bytes(dimension, directions),
        "frame of " + directions + " directions has " + bytes.byteSize() + " bytes");
    float[] mean = floats(in, dimension);
    float[] deviations = floats(in, directions);
    byte[] bits = new byte[directions];
    in.get(bits);
    for (byte b : bits) {
      require(b >= 0 && b <= UniformQuantizer.MAX_BITS, "direction of " + b + " bits");
    }
    float[] rotation = new float[dimension * Shape.paddedColumns(directions)];
    for (int i = 0; i < dimension; i++) {
      float[] row = floats(in, directions);
      System.arraycopy(row, 0, rotation, i * Shape.paddedColumns(directions), directions);
    }
    CodeFrame frame =
        new CodeFrame(
            similarity,
            sampleCount,
            new Basis(mean, rotation, deviations, defect),
            bits,
            isFine == 1);
    for (Field field : frame.fields) {
      require(field.bits() == bits[field.direction()], "bits do not fill their groups");
    }
    return frame;
  }

  private static void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException(fault);
    }
  }

  private static float[] floats(ByteBuffer in, int count) {
    float[] floats = new float[count];
    in.asFloatBuffer().get(floats);
    in.position(in.position() + count * Float.BYTES);
    return floats;
  }

  /** The most bytes of a frame of {@code dimension}. */
  public static int mostBytes(int dimension) {
    int coded = Math.min(dimension, MAX_DIMENSION);
    return Math.toIntExact(bytes(coded, Math.min(coded, MAX_DIRECTIONS)));
  }

  /** How many {@link #toBytes} there are. */
  public long storedBytes() {
    return bytes(dimension(), directions());
  }

  private static long bytes(int dimension, int directions) {
    return HEADER_BYTES
        + (long) Float.BYTES * (dimension + directions + (long) dimension * directions)
        + directions;
  }

  /**
   * Its bytes, little-endian: ints similarity (0 euclidean, 1 dot product, 2 cosine), sample count,
   * dimension, directions, 1 if documents have fine codes; double defect; floats mean, standard
   * deviations along the directions; bytes bits of each direction; floats for every dimension its
   * part in each direction.
   */
  public byte[] toBytes() {
    int directions = directions();
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(storedBytes())).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(similarity.wireId()).putInt(sampleCount).putInt(dimension());
    out.putInt(directions).putInt(isFine ? 1 : 0).putDouble(defect);
    putFloats(out, mean, 0, mean.length);
    putFloats(out, deviations, 0, directions);
    out.put(bits);
    for (int i = 0; i < dimension(); i++) {
      putFloats(out, rotation, i * paddedDirections(), directions);
    }
    return out.array();
  }

  private static void putFloats(ByteBuffer out, float[] floats, int offset, int count) {
    out.asFloatBuffer().put(floats, offset, count);
    out.position(out.position() + count * Float.BYTES);
  }

  /** A digest of its bytes. */
  public long id() {
    return id;
  }

  /** Vectors of the sample that was looked at to learn it. */
  public int sampleCount() {
    return sampleCount;
  }

  /** What its bounds are of. */
  public Similarity similarity() {
    return similarity;
  }

  /** Elements of a vector. */
  public int dimension() {
    return mean.length;
  }

  /** Bytes of the coarse codes of a block of {@link #BLOCK_DOCS} documents; a multiple of 64. */
  public int blockBytes() {
    return CodeFields.blockBytes(words(), similarity == Similarity.EUCLIDEAN);
  }

  /** Bytes of a document's fine code; 0 if there are none. */
  public int fineBytes() {
    return isFine ? FINE_HEADER_BYTES + directions() : 0;
  }

  /** Where in a block a document's correction is. */
  int correctionAt(int lane) {
    return CodeFields.correctionsOffset(words()) + lane * Integer.BYTES;
  }

  int words() {
    return fields.isEmpty() ? 0 : fields.getLast().word() + 1;
  }

  int directions() {
    return bits.length;
  }

  int paddedDirections() {
    return Shape.paddedColumns(bits.length);
  }

  float[] mean() {
    return mean;
  }

  float[] rotation() {
    return rotation;
  }

  List<Field> fields() {
    return fields;
  }

  /** The square root of the sum of the variances along the directions. */
  double spread() {
    return spread;
  }

  /** How far the directions are from orthonormal, see {@link ErrorBound}. */
  double defect() {
    return defect;
  }

  /** The distance of neighbouring levels along a direction, for a document of scale 1. */
  float step(int direction) {
    return (float) (UniformQuantizer.step(bits[direction]) * deviations[direction]);
  }

  /** The distance of neighbouring levels of the fine code. */
  float fineStep(int direction) {
    return fineSteps[direction];
  }

  private float fineStepOf(int direction) {
    double step = step(direction);
    double overload = 4 * deviations[direction] - UniformQuantizer.centre(bits[direction]) * step;
    return (float) (Math.max(step / 2, overload) / Byte.MAX_VALUE);
  }

  /** The norm of the mean. */
  double meanNorm() {
    return meanNorm;
  }

  /** What errors along all directions are multiplied by in the residual of a fine code. */
  double fineWeight() {
    return fineWeight;
  }

  private static double fineWeightOf(float[] fineSteps, double spread) {
    double squares = 0;
    for (float step : fineSteps) {
      squares += (double) step * step / 12;
    }
    return squares > 0 ? Math.sqrt(spread / Math.sqrt(squares)) : 1;
  }

  /** What the error along a direction is multiplied by in the residual. */
  double weight(int direction) {
    return 1 / Math.sqrt(UniformQuantizer.error(bits[direction]));
  }

  int bits(int direction) {
    return bits[direction];
  }
}
