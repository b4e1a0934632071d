package org.nseekfs.quantization.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.nseekfs.quantization.ElementType;

/**
 * What a template class of vectorised code is loaded for. Each load makes a hidden class whose
 * static constants come from this record: one source, and to the compiler a class of its own.
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

  /** A new instance of a template class of this package, loaded for this specialization. */
  Object load(String template) {
    try (InputStream in = Specialization.class.getResourceAsStream(template + ".class")) {
      if (in == null) {
        throw new LinkageError("no class file of " + template);
      }
      MethodHandles.Lookup lookup =
          MethodHandles.lookup().defineHiddenClassWithClassData(in.readAllBytes(), this, true);
      return lookup
          .findConstructor(lookup.lookupClass(), MethodType.methodType(void.class))
          .invoke();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError(template, e);
    }
  }
}
