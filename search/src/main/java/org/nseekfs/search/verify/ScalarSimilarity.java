package org.nseekfs.search.verify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.DoublePredicate;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.Similarity;

/**
 * The raw similarity of a target and single vectors by plain loops that follow the canonical order
 * word by word, see {@link org.nseekfs.quantization.Similarity}: what a {@link CertificateChecker}
 * holds raw values against. Shares no code with what computes them.
 */
public final class ScalarSimilarity {

  private static final int FLOAT_LANES = 64;
  private static final int DOUBLE_LANES = 16;

  private final ElementType type;
  private final Similarity similarity;
  private final Object target;

  /** Similarities of {@code target} and vectors of {@code type}. */
  public ScalarSimilarity(ElementType type, Similarity similarity, QueryVector target) {
    this.type = type;
    this.similarity = similarity;
    this.target = target.array();
  }

  /**
   * The canonical raw value, negative infinity if there is none, of a vector as Lucene gives it: a
   * {@code float[]}, or a {@code byte[]}, little-endian doubles for F64.
   */
  public double raw(Object vector) {
    double raw =
        switch (type) {
          case F8, F16, BF16, F32 -> floatRaw((float[]) target, (float[]) vector);
          case F64 -> doubleRaw((double[]) target, decode((byte[]) vector));
          case BYTE -> byteRaw((byte[]) target, (byte[]) vector);
        };
    return Double.isFinite(raw) ? raw : Double.NEGATIVE_INFINITY;
  }

  /** Whether a raw value is as near to what arithmetic in double gives as must be. */
  DoublePredicate error(Object vector) {
    double[] t = toDoubles(type, target);
    double[] x = toDoubles(type, vector);
    return raw -> new RawError(type, similarity).admits(raw, t, x);
  }

  /** The elements of a target, or of a vector of {@code type} as Lucene gives it. */
  public static double[] toDoubles(ElementType type, Object vector) {
    return switch (vector) {
      case double[] doubles -> doubles;
      case float[] floats -> toDoubles(floats);
      default -> type == ElementType.F64 ? decode((byte[]) vector) : toDoubles((byte[]) vector);
    };
  }

  private static double[] decode(byte[] row) {
    double[] doubles = new double[row.length / Double.BYTES];
    ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(doubles);
    return doubles;
  }

  private static double[] toDoubles(float[] vector) {
    double[] doubles = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      doubles[i] = vector[i];
    }
    return doubles;
  }

  private static double[] toDoubles(byte[] vector) {
    double[] doubles = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      doubles[i] = vector[i];
    }
    return doubles;
  }

  private double floatRaw(float[] t, float[] x) {
    return switch (similarity) {
      case DOT_PRODUCT -> floatDot(t, x);
      case EUCLIDEAN -> 0d - squareSum(type, difference(t, x));
      case COSINE ->
          (float) cosine(floatDot(t, x), squareSum(ElementType.F32, t), squareSum(type, x)) + 0f;
    };
  }

  private double cosine(double dot, double targetSquareNorm, double squareNorm) {
    boolean isWithin =
        switch (type) {
          case F8, F16, BF16, F32 -> squareNorm >= 0x1p-111 && squareNorm <= 0x1p125;
          case F64 -> squareNorm >= 0x1p-1001 && squareNorm <= 0x1p1021;
          case BYTE -> squareNorm > 0;
        };
    if (!isWithin) {
      return Double.NEGATIVE_INFINITY;
    }
    return dot / (Math.sqrt(targetSquareNorm) * Math.sqrt(squareNorm));
  }

  private static float[] difference(float[] t, float[] x) {
    float[] difference = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      difference[i] = t[i] - x[i];
    }
    return difference;
  }

  private static float squareSum(ElementType type, float[] vector) {
    return fmaSum(type, vector, vector);
  }

  /** With the powers of two that the canonical order puts on targets of F8 and F16 rows. */
  private float floatDot(float[] t, float[] x) {
    int bias = type == ElementType.F8 ? 120 : type == ElementType.F16 ? 112 : 0;
    if (bias == 0) {
      return fmaSum(type, t, x);
    }
    int exponent = exponent(largest(t));
    int scale = type == ElementType.F8 ? f8Scale(largest(x)) : 0;
    float sum = fmaSum(type, scaled(t, bias - exponent), scaled(x, -bias - scale));
    return (float) Math.scalb((double) sum, exponent + scale) + 0f;
  }

  /** The exponent of {@code largest}, 0 for 0; subnormal floats are normal doubles. */
  private static int exponent(float largest) {
    return largest == 0 ? 0 : Math.getExponent((double) largest);
  }

  /** The smallest s for which {@code largest} is at most 464 * 2^s; 0 for 0. */
  private static int f8Scale(float largest) {
    int scale = largest == 0 ? 0 : exponent(largest) - 9;
    while (largest > Math.scalb(464d, scale)) {
      scale++;
    }
    return scale;
  }

  private static float largest(float[] vector) {
    float largest = 0;
    for (float element : vector) {
      largest = Math.max(largest, Math.abs(element));
    }
    return largest;
  }

  private static float[] scaled(float[] vector, int exponent) {
    float[] scaled = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      scaled[i] = (float) Math.scalb((double) vector[i], exponent);
    }
    return scaled;
  }

  private static float fmaSum(ElementType type, float[] a, float[] b) {
    float[] lanes = new float[FLOAT_LANES];
    for (int i = 0; i < a.length; i++) {
      int lane = position(type, i) % FLOAT_LANES;
      lanes[lane] = Math.fma(a[i], b[i], lanes[lane]);
    }
    for (int half = FLOAT_LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0] + 0f;
  }

  /** Ascending positions give ascending places in a lane: within a group no two share one. */
  private static int position(ElementType type, int i) {
    int shared = type == ElementType.F8 ? 4 : type == ElementType.F32 ? 1 : 2;
    int group = 16 * shared;
    return i / group * group + i % shared * 16 + i % group / shared;
  }

  private double doubleRaw(double[] t, double[] x) {
    return switch (similarity) {
      case DOT_PRODUCT -> fmaSum(t, x);
      case EUCLIDEAN -> {
        double[] difference = new double[x.length];
        for (int i = 0; i < x.length; i++) {
          difference[i] = t[i] - x[i];
        }
        yield 0d - fmaSum(difference, difference);
      }
      case COSINE -> cosine(fmaSum(t, x), fmaSum(t, t), fmaSum(x, x)) + 0d;
    };
  }

  private static double fmaSum(double[] a, double[] b) {
    double[] lanes = new double[DOUBLE_LANES];
    for (int i = 0; i < a.length; i++) {
      lanes[i % DOUBLE_LANES] = Math.fma(a[i], b[i], lanes[i % DOUBLE_LANES]);
    }
    for (int half = DOUBLE_LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0] + 0d;
  }

  private double byteRaw(byte[] t, byte[] x) {
    int dot = 0;
    int squareDistance = 0;
    int targetSquareNorm = 0;
    int squareNorm = 0;
    for (int i = 0; i < x.length; i++) {
      dot += t[i] * x[i];
      squareDistance += (t[i] - x[i]) * (t[i] - x[i]);
      targetSquareNorm += t[i] * t[i];
      squareNorm += x[i] * x[i];
    }
    return switch (similarity) {
      case DOT_PRODUCT -> dot;
      case EUCLIDEAN -> 0d - squareDistance;
      case COSINE -> cosine(dot, targetSquareNorm, squareNorm) + 0d;
    };
  }
}
