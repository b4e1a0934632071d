package org.nseekfs.quantization.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A class of vectorised code, loaded for one {@link Specialization}. Each load makes a hidden class
 * whose static constants come from the specialization: one source, and to the compiler a class of
 * its own.
 *
 * @param constructor of the hidden class, taking a target, or null where it needs none
 */
record Template(MethodHandle constructor) {

  /** Loads the class {@code name} of this package, which has one constructor. */
  static Template load(String name, Specialization specialization) {
    try (InputStream in = Template.class.getResourceAsStream(name + ".class")) {
      if (in == null) {
        throw new LinkageError("no class file of " + name);
      }
      MethodHandles.Lookup lookup =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(in.readAllBytes(), specialization, true);
      MethodHandle constructor =
          lookup.unreflectConstructor(lookup.lookupClass().getDeclaredConstructors()[0]);
      if (constructor.type().parameterCount() == 0) {
        constructor = MethodHandles.dropArguments(constructor, 0, Object.class);
      }
      return new Template(constructor.asType(MethodType.methodType(Object.class, Object.class)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalAccessException e) {
      throw new LinkageError(name, e);
    }
  }

  /** A new instance for {@code target}, null where none is needed. */
  Object newInstance(Object target) {
    try {
      return (Object) constructor.invokeExact(target);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("constructor", e);
    }
  }
}
