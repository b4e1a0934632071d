package org.nseekfs.quantization.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nseekfs.quantization.BF16;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.F16;
import org.nseekfs.quantization.F8;

/**
 * The kernels of one vector width. {@link #best} gives those in force; all widths and the scalar
 * twin give the same bits.
 *
 * <p>A vectorised kernel is a template class of which the build makes a copy for each element type,
 * operation and width: what differs is then a constant to the compiler, and no two share a type
 * profile.
 */
public final class Kernels {

  /** The system property that forces a width: 0 (scalar), 128, 256 or 512. */
  public static final String BITS_PROPERTY = "nseek.vector.bits";

  private static final Kernels SCALAR = new Kernels(0);
  private static final Kernels BEST = choose();

  private final int bits;
  private final Map<TemplateKey, Template> templates = new ConcurrentHashMap<>();

  private Kernels(int bits) {
    this.bits = bits;
  }

  /**
   * The kernels in force.
   *
   * @throws UnsupportedOperationException if this JVM has no fused multiply-add in hardware
   */
  public static Kernels best() {
    if (BEST == null) {
      throw new UnsupportedOperationException(
          "this JVM has no fused multiply-add in hardware (UseFMA is off): Math.fma would be some"
              + " thousand times slower; use a processor with FMA, and do not set -XX:-UseFMA");
    }
    return BEST;
  }

  /** The scalar twins: the same bits without the incubator module. */
  public static Kernels scalar() {
    return SCALAR;
  }

  /**
   * The kernels of {@code bits} per vector: 0 (scalar), 128, 256 or 512.
   *
   * @throws IllegalArgumentException for another width, or one other than 0 when the module
   *     jdk.incubator.vector is absent
   */
  public static Kernels ofBits(int bits) {
    if (bits == 0) {
      return SCALAR;
    }
    if (bits != 128 && bits != 256 && bits != 512) {
      throw new IllegalArgumentException(
          BITS_PROPERTY + " must be 0, 128, 256 or 512, got " + bits);
    }
    if (!vectorModulePresent()) {
      throw new IllegalArgumentException(
          "vectors of "
              + bits
              + " bits need the JVM flag --add-modules jdk.incubator.vector; it is absent");
    }
    return new Kernels(bits);
  }

  private static Kernels choose() {
    if (!hasFma()) {
      return null;
    }
    Integer forced = Integer.getInteger(BITS_PROPERTY);
    int bits;
    if (forced != null) {
      bits = forced;
    } else {
      bits = vectorModulePresent() ? PanamaWidth.preferred() : 0;
    }
    System.getLogger(Kernels.class.getName())
        .log(
            Level.INFO,
            bits == 0
                ? "scalar kernels (five to fifteen times slower: add --add-modules"
                    + " jdk.incubator.vector)"
                : "vector kernels of " + bits + " bits");
    return ofBits(bits);
  }

  private static boolean vectorModulePresent() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  private static boolean hasFma() {
    var diagnostics = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return diagnostics == null
        || Boolean.parseBoolean(diagnostics.getVMOption("UseFMA").getValue());
  }

  /** Bits of a vector, 0 for the scalar twins. */
  public int bits() {
    return bits;
  }

  /**
   * The sum of {@code operation} between {@code target} and rows of {@code type}.
   *
   * @param target an array of the type's {@link ElementType#arrayClass}, not to be changed; of its
   *     elements {@link Operation#SQUARE_NORM} uses only the number
   */
  public RowSum sum(ElementType type, Operation operation, Object target) {
    return switch (type) {
      case F8, F16, BF16, F32 -> {
        FloatTarget floats = FloatTarget.of(type, operation, (float[]) target);
        yield bits == 0
            ? new ScalarFloatSum(type, operation, floats)
            : newSum("PanamaFloatSum", type, operation, floats);
      }
      case F64 ->
          bits == 0
              ? new ScalarDoubleSum(operation, (double[]) target)
              : newSum("PanamaDoubleSum", type, operation, target);
      case BYTE ->
          bits == 0
              ? new ScalarByteSum(operation, (byte[]) target)
              : newSum("PanamaByteSum", type, operation, target);
    };
  }

  /** Products of matrices of {@code shape}. */
  public MatrixProduct product(MatrixProduct.Shape shape) {
    return bits == 0
        ? new ScalarMatrixProduct(shape)
        : (MatrixProduct) template("PanamaMatrixProduct", null, null).newInstance(shape);
  }

  /**
   * The bounds of {@code targets} over blocks of codes.
   *
   * @param targets at least one; their fields differ in weights only
   */
  public BlockBounds bounds(List<CodeTarget> targets) {
    return bits == 0
        ? new ScalarBlockBounds(targets)
        : (BlockBounds) template("PanamaBlockBounds", null, null).newInstance(targets);
  }

  /** The estimates of {@code target} over blocks of sign codes. */
  public HammingEstimates estimates(HammingTarget target) {
    return bits == 0
        ? new ScalarHammingEstimates(target)
        : (HammingEstimates) template("PanamaHammingEstimates", null, null).newInstance(target);
  }

  /** The rotation of {@link Rotation#LANES} vectors at once. */
  public Rotation rotation(Rotation.Signs signs) {
    return bits == 0
        ? new ScalarRotation(signs, Rotation.LANES)
        : (Rotation) template("PanamaRotation", null, null).newInstance(signs);
  }

  /** Looks through bounds. */
  public BoundScan boundScan() {
    return bits == 0
        ? new ScalarBoundScan()
        : (BoundScan) template("PanamaBoundScan", null, null).newInstance(null);
  }

  private RowSum newSum(String name, ElementType type, Operation operation, Object target) {
    return (RowSum) template(name, type, operation).newInstance(target);
  }

  private Template template(String name, ElementType type, Operation operation) {
    return templates.computeIfAbsent(
        new TemplateKey(name, new Specialization(type, operation, bits)),
        missing -> Template.load(missing.name(), missing.specialization()));
  }

  private record TemplateKey(String name, Specialization specialization) {}
}
