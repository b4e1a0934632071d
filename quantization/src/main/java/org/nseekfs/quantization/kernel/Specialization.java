package org.nseekfs.quantization.kernel;

import org.nseekfs.quantization.ElementType;

/**
 * What a {@link Template} of vectorised code is loaded for.
 *
 * @param type null, as the operation, where the code is the same for all
 */
record Specialization(ElementType type, Operation operation, int bits) {

  /** Between the parts of a copy's name. */
  private static final String SEPARATOR = "__";

  /** The specialization that a copy of a template is for. */
  static Specialization of(Class<?> copy) {
    String[] parts = copy.getSimpleName().split(SEPARATOR);
    int bits = Integer.parseInt(parts[parts.length - 1]);
    return parts.length == 2
        ? new Specialization(null, null, bits)
        : new Specialization(ElementType.valueOf(parts[1]), Operation.valueOf(parts[2]), bits);
  }

  /** The name of the copy of {@code template} that the build makes for this. */
  String copyOf(String template) {
    return type == null
        ? template + SEPARATOR + bits
        : String.join(SEPARATOR, template, type.name(), operation.name(), Integer.toString(bits));
  }
}
