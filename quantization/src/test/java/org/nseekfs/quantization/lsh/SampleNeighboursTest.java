package org.nseekfs.quantization.lsh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.Similarity;

class SampleNeighboursTest {

  private static final int DIMENSION = 12;
  private static final int COUNT = 5000;

  private final Random random = new Random(8);

  @ParameterizedTest
  @EnumSource(names = {"EUCLIDEAN", "DOT_PRODUCT"})
  void theyAreTheNearestOfEveryLevelWithoutTheTargetItself(Similarity similarity) {
    float[][] vectors = new float[COUNT][];
    Arrays.setAll(vectors, i -> Rows.floats(Rows.normal(DIMENSION, random)));
    float[] centre = new float[DIMENSION];
    SignFrame frame = SignFrame.of(similarity, 1, centre, 1);
    // A vector twice: one of the two is a neighbour.
    vectors[77] = vectors[1].clone();
    float[][] sample = {vectors[1], vectors[640], vectors[4999]};
    SampleNeighbours neighbours = new SampleNeighbours(frame, sample);
    for (int first = 0; first < COUNT; first += 64) {
      int count = Math.min(64, COUNT - first);
      float[] centred = new float[64 * DIMENSION];
      float[] offsets = new float[64];
      for (int i = 0; i < count; i++) {
        System.arraycopy(vectors[first + i], 0, centred, i * DIMENSION, DIMENSION);
        offsets[i] = similarity == Similarity.EUCLIDEAN ? -square(vectors[first + i]) : 0;
      }
      if (first == 0) {
        offsets[9] = Float.NaN;
      }
      neighbours.add(centred, offsets, first, count);
    }
    assertEquals(3, neighbours.count());
    for (int target = 0; target < 3; target++) {
      int each = 1;
      for (int level = 0; level < SampleNeighbours.LEVELS; level++, each *= 8) {
        List<Integer> expected = expected(similarity, vectors, sample[target], each);
        SampleNeighbours.Neighbours found = neighbours.of(level, target);
        List<Integer> numbers = Arrays.stream(found.numbers()).boxed().toList();
        assertEquals(expected, numbers, "level " + level);
      }
    }
  }

  private static List<Integer> expected(
      Similarity similarity, float[][] vectors, float[] target, int each) {
    List<Integer> numbers = new ArrayList<>();
    boolean isSeen = false;
    for (int i = 0; i < COUNT; i++) {
      boolean isSelf = !isSeen && Arrays.equals(vectors[i], target);
      isSeen |= isSelf;
      if (i % each == 0 && i != 9 && !isSelf) {
        numbers.add(i);
      }
    }
    numbers.sort(Comparator.comparingDouble(i -> -value(similarity, target, vectors[i])));
    return numbers.subList(0, Math.min(SampleNeighbours.NEIGHBOURS, numbers.size()));
  }

  private static double value(Similarity similarity, float[] target, float[] vector) {
    double dot = 0;
    for (int i = 0; i < DIMENSION; i++) {
      dot += (double) target[i] * vector[i];
    }
    return similarity == Similarity.EUCLIDEAN ? 2 * dot - square(vector) : dot;
  }

  private static float square(float[] vector) {
    double sum = 0;
    for (float element : vector) {
      sum += (double) element * element;
    }
    return (float) sum;
  }
}
