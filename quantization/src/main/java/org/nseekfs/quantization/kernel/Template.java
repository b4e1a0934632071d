package org.nseekfs.quantization.kernel;

/**
 * A template is a class of vectorised code of which the build makes copies, one for every width,
 * and for every element type and operation where the code depends on them. To the compiler each is
 * a class of its own, whose static constants come from the copy's name: {@code
 * Template__CONSTANT__...__bits}.
 */
public final class Template {

  private static final String SEPARATOR = "__";

  private Template() {}

  /** Bits of a vector in {@code copy}. */
  public static int bits(Class<?> copy) {
    String name = copy.getName();
    return Integer.parseInt(name.substring(name.lastIndexOf(SEPARATOR) + SEPARATOR.length()));
  }

  /** The constant that {@code copy} is for, its {@code place}-th, from 1 on, being of this type. */
  public static <E extends Enum<E>> E constant(Class<?> copy, int place, Class<E> type) {
    return Enum.valueOf(type, copy.getName().split(SEPARATOR)[place]);
  }

  /** The name of a copy of {@code template}. */
  static String copy(Class<?> template, int bits, Enum<?>... constants) {
    StringBuilder name = new StringBuilder(template.getName());
    for (Enum<?> constant : constants) {
      name.append(SEPARATOR).append(constant.name());
    }
    return name.append(SEPARATOR).append(bits).toString();
  }
}
