package org.nseekfs.quantization.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.code.PrincipalDirections.Direction;

class PrincipalDirectionsTest {

  private static final long SEED = 30264;

  private final Random random = new Random(SEED);

  @Test
  void directionsAreOrthonormalAndVariancesAddUp() {
    for (int dimension : new int[] {1, 2, 3, 17, 64, 101, 257}) {
      check(normal(300, dimension, 1, 0.5));
      check(normal(300, dimension, 1e12, 2));
      check(normal(300, dimension, 1e-9, 0));
    }
  }

  @Test
  void samplesOfLowRankHaveAFullBasis() {
    check(normal(5, 64, 1, 0));
    check(normal(1, 33, 1, 0));
    check(normal(200, 48, 1, 12));
    check(new float[10][20]);
    float[][] twoEqual = normal(1, 40, 1, 0);
    check(new float[][] {twoEqual[0], twoEqual[0].clone()});
    float[][] constant = new float[50][30];
    for (int i = 0; i < constant.length; i++) {
      Arrays.fill(constant[i], i);
    }
    check(constant);
  }

  @Test
  void samplesAlongOneLineHaveAFullBasis() {
    for (int dimension = 2; dimension < 40; dimension++) {
      float[][] line = new float[30][dimension];
      for (float[] vector : line) {
        Arrays.fill(vector, random.nextInt(3) - 0.925f);
      }
      check(line);
    }
  }

  @Test
  void dimensionsThatNeverVaryComeLast() {
    float[][] sample = normal(100, 20, 1, 0);
    for (float[] vector : sample) {
      Arrays.fill(vector, 3, 15, 0);
    }
    PrincipalDirections found = check(sample);
    for (int j = 8; j < 20; j++) {
      assertEquals(0, found.variances()[j], 1e-9);
    }
    assertTrue(found.variances()[7] > 0.1);
  }

  @Test
  void noMoreDirectionsAreKeptThanAreAskedFor() {
    float[][] sample = normal(64, 1100, 1, 0.5);
    PrincipalDirections all = PrincipalDirections.of(sample.clone(), 1100, Checkpoint.NONE);
    PrincipalDirections few = PrincipalDirections.of(sample, 63, Checkpoint.NONE);
    assertArrayEquals(all.variances(), few.variances());
    assertEquals(63, few.directions().size());
    for (int i = 0; i < 63; i++) {
      assertEquals(all.directions().get(i).from(), few.directions().get(i).from());
      assertArrayEquals(all.directions().get(i).elements(), few.directions().get(i).elements());
    }
    assertArrayEquals(new float[sample.length][], sample, "rows are released");
  }

  @Test
  void largeDimensionsAreTakenInBlocks() {
    PrincipalDirections found = check(normal(64, 1100, 1, 0.5));
    for (Direction direction : found.directions()) {
      assertEquals(550, direction.elements().length);
      assertTrue(direction.from() == 0 || direction.from() == 550, "a block's direction");
    }
  }

  /** The first axes of a turned sample whose variances are known: 100, 81, 64, ... */
  @Test
  void firstDirectionsHaveNearlyTheEnergyOfTheBest() {
    int dimension = 96;
    List<Direction> axes = check(normal(400, dimension, 1, 0)).directions();
    float[][] sample = new float[3000][dimension];
    double[] sums = new double[dimension];
    for (float[] vector : sample) {
      for (int j = 0; j < dimension; j++) {
        double factor = random.nextGaussian() * Math.pow(0.9, j);
        sums[j] += factor * factor;
        for (int i = 0; i < dimension; i++) {
          vector[i] += (float) (factor * axes.get(j).elements()[i]);
        }
      }
    }
    PrincipalDirections found = check(sample);
    for (int count : new int[] {1, 5, 20, 50}) {
      double energy = Arrays.stream(found.variances(), 0, count).sum();
      double along = Arrays.stream(sums, 0, count).sum() / sample.length;
      assertTrue(energy > 0.98 * along, count + ": " + energy + " of " + along);
    }
  }

  private PrincipalDirections check(float[][] sample) {
    int dimension = sample[0].length;
    PrincipalDirections found = PrincipalDirections.of(sample.clone(), dimension, Checkpoint.NONE);
    double[][] directions =
        found.directions().stream()
            .map(direction -> widen(direction, dimension))
            .toArray(double[][]::new);
    assertEquals(dimension, directions.length);
    for (int j = 0; j < dimension; j++) {
      for (int k = 0; k <= j; k++) {
        double product = Squares.dot(directions[j], directions[k]);
        String message = j + " and " + k + " of " + dimension;
        assertEquals(j == k ? 1 : 0, product, 1e-6, message);
      }
    }
    double trace = 0;
    for (float[] vector : sample) {
      for (float element : vector) {
        trace += (double) element * element / sample.length;
      }
    }
    assertEquals(trace, Arrays.stream(found.variances()).sum(), 1e-5 * trace);
    for (int j = 1; j < dimension; j++) {
      assertTrue(found.variances()[j] <= found.variances()[j - 1], "descending at " + j);
    }
    return found;
  }

  private static double[] widen(Direction direction, int dimension) {
    double[] widened = new double[dimension];
    for (int i = 0; i < direction.elements().length; i++) {
      widened[direction.from() + i] = direction.elements()[i];
    }
    return widened;
  }

  /** Deviations fall as a power of the dimension. */
  private float[][] normal(int count, int dimension, double spread, double decay) {
    float[][] vectors = new float[count][dimension];
    for (float[] vector : vectors) {
      for (int i = 0; i < dimension; i++) {
        vector[i] = (float) (random.nextGaussian() * spread * Math.pow(i + 1, -decay));
      }
    }
    return vectors;
  }
}
