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
 * its own. Where hidden classes may not be defined, as in plugins of Elasticsearch from 9.5, it
 * loads a copy of the class that the build has made for the specialization.
 *
 * @param constructor of the class, taking a target, or null where it needs none
 */
record Template(MethodHandle constructor) {

  /** Loads the class {@code name} of this package, which has one constructor. */
  static Template load(String name, Specialization specialization) {
    try (InputStream in = Template.class.getResourceAsStream(name + ".class")) {
      if (in == null) {
        throw new LinkageError("no class file of " + name);
      }
      return of(
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(in.readAllBytes(), specialization, true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalAccessException e) {
      return loadCopy(name, specialization);
    }
  }

  /** Loads the copy of the class {@code name} of this package. */
  static Template loadCopy(String name, Specialization specialization) {
    String copy = Template.class.getPackageName() + "." + specialization.copyOf(name);
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      return of(lookup.in(lookup.findClass(copy)));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(copy, e);
    }
  }

  private static Template of(MethodHandles.Lookup lookup) throws IllegalAccessException {
    MethodHandle constructor =
        lookup.unreflectConstructor(lookup.lookupClass().getDeclaredConstructors()[0]);
    if (constructor.type().parameterCount() == 0) {
      constructor = MethodHandles.dropArguments(constructor, 0, Object.class);
    }
    return new Template(constructor.asType(MethodType.methodType(Object.class, Object.class)));
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
