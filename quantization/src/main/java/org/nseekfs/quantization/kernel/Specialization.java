package org.nseekfs.quantization.kernel;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import org.nseekfs.quantization.ElementType;

/**
 * What a {@link Template} of vectorised code is loaded for.
 *
 * @param type null, as the operation, where the code is the same for all
 */
record Specialization(ElementType type, Operation operation, int bits) {

  /** The specialization that the template class behind {@code lookup} is loaded for. */
  static Specialization of(MethodHandles.Lookup lookup) {
    try {
      return MethodHandles.classData(lookup, ConstantDescs.DEFAULT_NAME, Specialization.class);
    } catch (IllegalAccessException e) {
      throw new LinkageError(lookup.lookupClass().getName(), e);
    }
  }
}
