package org.nseekfs.quantization.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nseekfs.quantization.ElementType;

/**
 * The kernels of one vector width. {@link #best} gives those in force; all widths and the scalar
 * twin give the same bits.
 *
 * <p>A vectorised kernel is a template class that is loaded once for each element type, operation
 * and width: what differs is then a constant to the compiler, and no two share a type profile.
 */
public final class Kernels {

  /** The system property that forces a width: 0 (scalar), 128, 256 or 512. */
  public static final String BITS_PROPERTY = "nseek.vector.bits";

  private static final Kernels SCALAR = new Kernels(0);
  private static final Kernels BEST = choose();

  private final int bits;
  private final Map<ElementType, Map<Operation, RowKernel<?>>> kernels =
      new EnumMap<>(ElementType.class);

  private Kernels(int bits) {
    this.bits = bits;
    for (ElementType type : ElementType.values()) {
      kernels.put(type, new ConcurrentHashMap<>());
    }
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
                ? "scalar kernels (three to five times slower: add --add-modules"
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
   * The kernel of {@code operation} over rows of {@code type}.
   *
   * @param <T> the type's {@link ElementType#arrayClass}
   */
  @SuppressWarnings("unchecked")
  public <T> RowKernel<T> kernel(ElementType type, Operation operation) {
    return (RowKernel<T>)
        kernels.get(type).computeIfAbsent(operation, missing -> newKernel(type, missing));
  }

  private RowKernel<?> newKernel(ElementType type, Operation operation) {
    if (bits == 0) {
      return switch (type) {
        case F8, F16, BF16, F32 -> new ScalarFloatKernel(type, operation);
        case F64 -> new ScalarDoubleKernel(operation);
        case BYTE -> new ScalarByteKernel(operation);
      };
    }
    String template =
        switch (type) {
          case F8, F16, BF16, F32 -> "PanamaFloatKernel";
          case F64 -> "PanamaDoubleKernel";
          case BYTE -> "PanamaByteKernel";
        };
    return (RowKernel<?>) new Specialization(type, operation, bits).load(template);
  }
}
