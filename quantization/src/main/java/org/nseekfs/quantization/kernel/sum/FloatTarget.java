package org.nseekfs.quantization.kernel.sum;

import org.nseekfs.quantization.BF16;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.F16;
import org.nseekfs.quantization.F8;

/**
 * A target of float rows, made ready for one operation: its elements in the order of summation,
 * padded with zeros, scaled by a power of two.
 *
 * <p>The order is that in which a 64-byte register of ints yields the elements of a row: first byte
 * or half of every int, second, and so on. So no lane has to be moved.
 *
 * <p>The bits of an F8 or F16 element in a float's place stand for its value times 2^-bias. In a
 * dot product the target makes up for that: it is taken times 2^(bias - exponent), which cannot
 * overflow, and the sum times 2^exponent.
 *
 * @param elements the target in the order of summation
 * @param dimension elements of a row
 * @param exponent what a sum is to be scaled by, as a power of two
 */
record FloatTarget(float[] elements, int dimension, int exponent) {

  /** Ints of a group. */
  static final int INTS = 16;

  static FloatTarget of(ElementType type, Operation operation, float[] target) {
    int bias = operation == Operation.DOT ? bias(type) : 0;
    int exponent = bias == 0 ? 0 : exponent(target);
    float[] elements = arrange(type, target);
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) Math.scalb((double) elements[i], bias - exponent);
    }
    return new FloatTarget(elements, target.length, exponent);
  }

  /** The exponent of the largest magnitude, 0 for zeros. */
  private static int exponent(float[] target) {
    float largest = 0;
    for (float element : target) {
      largest = Math.max(largest, Math.abs(element));
    }
    return largest == 0 ? 0 : Math.getExponent((double) largest);
  }

  /** The difference of the exponent biases of float and type, 0 if the bits are a float's. */
  static int bias(ElementType type) {
    return switch (type) {
      case F8 -> F8.BIAS;
      case F16 -> F16.BIAS;
      default -> 0;
    };
  }

  /** Elements in four bytes of a row. */
  static int elementsPerInt(ElementType type) {
    return switch (type) {
      case F8 -> 4;
      case F16, BF16 -> 2;
      default -> 1;
    };
  }

  /** The float nearest to sum * 2^exponent, never -0; the exponent is within -1022..1023. */
  static float scale(float sum, int exponent) {
    double factor = Double.longBitsToDouble((long) (Double.MAX_EXPONENT + exponent) << 52);
    return (float) (sum * factor) + 0f;
  }

  /** The elements in the order of summation, padded with zeros to whole rounds of the lanes. */
  static float[] arrange(ElementType type, float[] vector) {
    float[] arranged = new float[paddedLength(vector.length)];
    int[] positions = positions(type, vector.length);
    for (int i = 0; i < vector.length; i++) {
      arranged[positions[i]] = vector[i];
    }
    return arranged;
  }

  private static int paddedLength(int dimension) {
    return Math.ceilDiv(dimension, Lanes.FLOATS) * Lanes.FLOATS;
  }

  /** The position of every element in the order of summation. */
  static int[] positions(ElementType type, int dimension) {
    int parts = elementsPerInt(type);
    int[] positions = new int[dimension];
    for (int i = 0; i < dimension; i++) {
      int inGroup = i % (INTS * parts);
      positions[i] = i - inGroup + inGroup % parts * INTS + inGroup / parts;
    }
    return positions;
  }
}
