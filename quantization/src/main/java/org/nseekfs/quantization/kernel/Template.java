package org.nseekfs.quantization.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A class of vectorised code for one {@link Specialization}: the copy that the build has made of a
 * template class. One source, and to the compiler a class of its own, whose static constants come
 * from the specialization.
 *
 * @param constructor of the class, taking a target, or null where it needs none
 */
record Template(MethodHandle constructor) {

  /** Loads the copy for {@code specialization} of the class {@code name} of this package. */
  static Template load(String name, Specialization specialization) {
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
