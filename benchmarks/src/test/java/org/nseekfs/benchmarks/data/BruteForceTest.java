package org.nseekfs.benchmarks.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.cli.measure.NearestRows;

class BruteForceTest {

  private static final int DEPTH = 9;

  @ParameterizedTest
  @EnumSource
  void ranksAsExactArithmeticDoesAtAnyCountAndDimension(VectorSimilarityFunction function) {
    Random random = new Random(5);
    for (int count : new int[] {1, 63, 64, 65, 200}) {
      for (int dimension : new int[] {1, 3, 4, 31}) {
        float[][] base = vectors(random, count, dimension);
        double[][] targets = doubles(vectors(random, 3, dimension));
        int depth = Math.min(DEPTH, count);
        BruteForce search = new BruteForce(function, targets, depth);
        for (float[] vector : base) {
          search.add(vector);
        }
        List<NearestRows> found = search.finish();
        for (int target = 0; target < targets.length; target++) {
          double[] query = targets[target];
          double[] exact =
              IntStream.range(0, count)
                  .mapToDouble(row -> exact(function, query, base[row]))
                  .toArray();
          int[] best =
              IntStream.range(0, count)
                  .boxed()
                  .sorted(Comparator.comparingDouble(row -> -exact[row]))
                  .limit(depth)
                  .mapToInt(row -> row)
                  .toArray();
          assertArrayEquals(best, found.get(target).rows());
          for (int rank = 0; rank < depth; rank++) {
            assertEquals(exact[best[rank]], found.get(target).similarities()[rank], 1e-12);
          }
        }
      }
    }
  }

  private static float[][] vectors(Random random, int count, int dimension) {
    float[][] vectors = new float[count][dimension];
    for (float[] vector : vectors) {
      for (int i = 0; i < dimension; i++) {
        // Small integers, so that rows tie, but none is zero.
        vector[i] = 1 + random.nextInt(4);
      }
    }
    return vectors;
  }

  private static double[][] doubles(float[][] vectors) {
    double[][] doubles = new double[vectors.length][vectors[0].length];
    for (int row = 0; row < vectors.length; row++) {
      for (int i = 0; i < doubles[row].length; i++) {
        doubles[row][i] = vectors[row][i] + .25;
      }
    }
    return doubles;
  }

  private static double exact(VectorSimilarityFunction function, double[] target, float[] vector) {
    BigDecimal dot = BigDecimal.ZERO;
    BigDecimal distance = BigDecimal.ZERO;
    BigDecimal norms = BigDecimal.ZERO;
    BigDecimal targetNorm = BigDecimal.ZERO;
    for (int i = 0; i < target.length; i++) {
      BigDecimal t = new BigDecimal(target[i]);
      BigDecimal v = new BigDecimal(vector[i]);
      dot = dot.add(t.multiply(v));
      distance = distance.add(t.subtract(v).pow(2));
      norms = norms.add(v.pow(2));
      targetNorm = targetNorm.add(t.pow(2));
    }
    return switch (function) {
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> dot.doubleValue();
      case EUCLIDEAN -> -distance.doubleValue();
      case COSINE -> dot.doubleValue() / Math.sqrt(norms.multiply(targetNorm).doubleValue());
    };
  }
}
