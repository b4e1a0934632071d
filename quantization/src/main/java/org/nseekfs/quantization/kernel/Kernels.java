package org.nseekfs.quantization.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The kernels of one vector width: makes instances of {@link Template}s. {@link #best} gives those
 * in force; all widths and the scalar twins give the same bits.
 */
public final class Kernels {

  /** The system property that forces a width: 0 (scalar), 128, 256 or 512. */
  private static final String BITS_PROPERTY = "nseek.vector.bits";

  private static final Kernels SCALAR = new Kernels(0);
  private static final Kernels BEST = choose();

  private final int bits;

  /** By the name of a template's copy. */
  private final Map<String, MethodHandle> constructors = new ConcurrentHashMap<>();

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

  /**
   * These kernels, or where the processor cannot permute the bytes of so long a vector at once, or
   * it is not known to, those of 256 bits: else the JVM would do it byte by byte.
   */
  public Kernels thatPermuteBytes() {
    return bits == 512 && !BytePermutation.OF_512_BITS ? BytePermutation.OF_256_BITS : this;
  }

  /** Looked up when first needed. */
  private static final class BytePermutation {

    static final boolean OF_512_BITS = isKnown();
    static final Kernels OF_256_BITS = new Kernels(256);

    /** AVX-512 has it in its extension VBMI, which early processors lack. */
    private static boolean isKnown() {
      try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
        return lines.anyMatch(line -> line.startsWith("flags") && line.contains("vbmi"));
      } catch (IOException | RuntimeException e) {
        // Another system, or an engine that lets plugins read no such file: by exceptions of its
        // own.
        return false;
      }
    }
  }

  /** Bits of a vector, 0 for the scalar twins. */
  public int bits() {
    return bits;
  }

  /**
   * A new instance of the copy of a template for this width.
   *
   * @param caller looks up the class and its constructor, which only its package may
   * @param target what the constructor takes; null if it takes nothing
   * @param constants what the copy is for beside the width
   */
  public Object newInstance(Lookup caller, Class<?> template, Object target, Enum<?>... constants) {
    MethodHandle constructor =
        constructors.computeIfAbsent(
            Template.copy(template, bits, constants), copy -> constructor(caller, copy));
    try {
      return target == null ? constructor.invoke() : constructor.invoke(target);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError(template.getName(), e);
    }
  }

  private static MethodHandle constructor(Lookup caller, String copy) {
    try {
      return caller.unreflectConstructor(caller.findClass(copy).getDeclaredConstructors()[0]);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(copy, e);
    }
  }
}
