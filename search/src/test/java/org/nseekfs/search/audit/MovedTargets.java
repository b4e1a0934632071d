package org.nseekfs.search.audit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.SampleIndex;
import org.nseekfs.search.SampleVectors;
import org.nseekfs.search.verify.ScalarSimilarity;

/** Targets moved towards and away from documents, and similarities to them in exact arithmetic. */
final class MovedTargets {

  /** The share of a margin that a target is moved by. */
  private static final double NEARLY = 1 - 1e-6;

  private final SampleVectors vectors;
  private final List<double[]> documents;
  private final Random random;

  MovedTargets(SampleVectors vectors, List<?> documents, Random random) {
    this.vectors = vectors;
    this.documents = documents.stream().map(vectors::stored).map(MovedTargets::widen).toList();
    this.random = random;
  }

  private static double[] widen(Object vector) {
    return ScalarSimilarity.toDoubles(ElementType.BYTE, vector);
  }

  ExactKnnVectorQuery query(Object target, int k) {
    return vectors.query(SampleIndex.FIELD, target, k, null);
  }

  /** The documents of {@code ahead} are exactly nearer than all others from wherever it moved. */
  void assertUnchanged(Object target, double margin, Set<Integer> ahead) {
    if (margin == 0 || ahead.size() == documents.size()) {
      return;
    }
    for (double[] moved : moves(widen(target), Math.min(margin, 1e3))) {
      BigDecimal last = null;
      BigDecimal next = null;
      for (int doc = 0; doc < documents.size(); doc++) {
        BigDecimal similarity = exact(moved, documents.get(doc));
        if (ahead.contains(doc)) {
          last = last == null ? similarity : last.min(similarity);
        } else {
          next = next == null ? similarity : next.max(similarity);
        }
      }
      assertTrue(last.compareTo(next) > 0, vectors + " moved by " + margin);
    }
  }

  /** Moved targets of the type that is searched for, no farther than {@code margin}. */
  List<Object> representable(Object target, double margin) {
    double[] from = widen(target);
    List<Object> representable = new ArrayList<>();
    for (double[] moved : moves(from, Math.min(margin, 1e3))) {
      Object rounded = rounded(moved);
      if (distance(from, widen(rounded)).compareTo(new BigDecimal(Math.min(margin, 1e3))) < 0) {
        representable.add(rounded);
      }
    }
    return representable;
  }

  private Object rounded(double[] moved) {
    switch (vectors.type()) {
      case F64 -> {
        return moved;
      }
      case BYTE -> {
        byte[] bytes = new byte[moved.length];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) Math.clamp(Math.round(moved[i]), -128, 127);
        }
        return bytes;
      }
      default -> {
        float[] floats = new float[moved.length];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) moved[i];
        }
        return floats;
      }
    }
  }

  /** Towards one document and away from another, along itself, and anywhere. */
  private List<double[]> moves(double[] target, double margin) {
    List<double[]> moves = new ArrayList<>();
    for (int trial = 0; trial < 12; trial++) {
      double[] to = documents.get(random.nextInt(documents.size()));
      double[] from = documents.get(random.nextInt(documents.size()));
      double[] direction = new double[target.length];
      double along = (trial % 3 - 1) * random.nextDouble();
      for (int i = 0; i < target.length; i++) {
        direction[i] = (trial < 9 ? to[i] - from[i] : random.nextGaussian()) + along * target[i];
      }
      moves.add(moved(target, direction, margin * NEARLY));
    }
    return moves;
  }

  static double[] moved(double[] target, double[] direction, double length) {
    double square = 0;
    for (double element : direction) {
      square += element * element;
    }
    double[] moved = new double[target.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = target[i] + (square == 0 ? 0 : direction[i] * (length / Math.sqrt(square)));
    }
    return moved;
  }

  static BigDecimal distance(double[] a, double[] b) {
    return squareDistance(a, b).sqrt(new MathContext(60));
  }

  private static BigDecimal squareDistance(double[] a, double[] b) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < a.length; i++) {
      BigDecimal difference = new BigDecimal(a[i]).subtract(new BigDecimal(b[i]));
      sum = sum.add(difference.multiply(difference));
    }
    return sum;
  }

  /** What grows with the similarity; under the cosine its square, with its sign. */
  BigDecimal exact(double[] target, double[] document) {
    Similarity similarity = RawScores.similarity(vectors.function());
    if (similarity == Similarity.EUCLIDEAN) {
      return squareDistance(target, document).negate();
    }
    BigDecimal dot = dot(target, document);
    return similarity == Similarity.DOT_PRODUCT
        ? dot
        : dot.multiply(dot.abs()).divide(dot(document, document), new MathContext(60));
  }

  private static BigDecimal dot(double[] a, double[] b) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < a.length; i++) {
      sum = sum.add(new BigDecimal(a[i]).multiply(new BigDecimal(b[i])));
    }
    return sum;
  }
}
