package org.nseekfs.benchmarks.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.benchmarks.data.SmallDataSet;
import org.nseekfs.cli.file.VectorFile;

class MixtureVectorsTest {

  @TempDir Path directory;

  private static MixtureVectors mixtures(VectorFile real, int count, long seed) throws IOException {
    return new MixtureVectors(real, count, new Random(seed), (what, done, total) -> {});
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @Test
  void mixturesHaveUnitLengthAndARealVectorNearby() throws IOException {
    try (VectorFile real = VectorFile.open(SmallDataSet.write(directory).resolve("base.npy"))) {
      MixtureVectors mixtures = mixtures(real, 50, 1);
      for (int i = 0; i < mixtures.count(); i++) {
        float[] mixture = mixtures.next();
        assertEquals(1, dot(mixture, mixture), 1e-6);
        double nearest = -1;
        for (int row = 0; row < real.count(); row++) {
          nearest = Math.max(nearest, dot(mixture, real.floatVector(row)));
        }
        assertTrue(nearest > .75, "cosine to the nearest real vector: " + nearest);
        assertTrue(nearest < 1 - 1e-4, "a copy of a real vector");
      }
    }
  }

  @Test
  void theSeedDecidesEveryBit() throws IOException {
    try (VectorFile real = VectorFile.open(SmallDataSet.write(directory).resolve("base.npy"))) {
      MixtureVectors one = mixtures(real, 3, 1);
      MixtureVectors again = mixtures(real, 3, 1);
      MixtureVectors other = mixtures(real, 3, 2);
      for (int i = 0; i < 3; i++) {
        float[] vector = one.next();
        assertArrayEquals(vector, again.next());
        assertTrue(dot(vector, other.next()) < .99);
      }
    }
  }

  @Test
  void refusesTooFewRealVectors() throws IOException {
    Path few = Files.writeString(directory.resolve("few.csv"), "1\n2\n3\n4\n");
    try (VectorFile real = VectorFile.open(few)) {
      assertEquals(
          "mixtures must be at least one, of more than 4 vectors; got 9 of 4",
          assertThrows(IllegalArgumentException.class, () -> mixtures(real, 9, 1)).getMessage());
    }
  }
}
