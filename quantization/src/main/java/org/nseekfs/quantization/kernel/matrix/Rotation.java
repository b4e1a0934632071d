package org.nseekfs.quantization.kernel.matrix;

import java.lang.invoke.MethodHandles;
import org.nseekfs.quantization.kernel.Kernels;

/**
 * A rotation by rounds of sign flips and Hadamard transforms, of one vector a lane; lengths grow by
 * the square root of the size a round. Every sum and difference of two numbers is rounded once, in
 * the same order at every width, so all give the same bits. Immutable, shared by threads.
 */
public interface Rotation {

  /** Vectors turned at once. */
  int LANES = 16;

  /**
   * Turns vectors in place.
   *
   * @param values size x lanes: element i of the vector of a lane is at i * lanes + lane
   */
  void rotate(float[] values);

  /** The rotation of {@link #LANES} vectors at once. */
  static Rotation of(Kernels kernels, Signs signs) {
    return kernels.bits() == 0
        ? new ScalarRotation(signs, LANES)
        : (Rotation) kernels.newInstance(MethodHandles.lookup(), PanamaRotation.class, signs);
  }

  /** The rotation of one vector alone: {@code values} are its elements. */
  static Rotation ofOne(Signs signs) {
    return new ScalarRotation(signs, 1);
  }

  /**
   * The signs of a rotation.
   *
   * @param signs +1 or -1 for every element, round after round
   * @param size elements of a vector, a power of two
   */
  record Signs(float[] signs, int size) {}
}
