package org.nseekfs.cli.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.IndexVectors;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.cli.output.Progress;

class ComputedTruthTest {

  @TempDir Path folder;

  @Test
  void aDocumentIsRightOnlyIfRoundingsMayPutItAmongTheNearest() throws IOException {
    // Margins of f32 at dimension 2 are 1.2e-6 for such vectors: 10 roundings of 2^-24 each, twice.
    Path base = Files.writeString(folder.resolve("base.csv"), "1,0\n.9999995,0\n.99999,0\n0,1\n");
    Path index = folder.resolve("index");
    CommandRun.of("index", "--vectors", base, "--similarity", "max_inner_product", index);

    try (VectorIndex opened = VectorIndex.open(index, Fields.VECTOR);
        Progress progress = Progress.start(new PrintWriter(new StringWriter()), "truth", 4)) {
      VectorSource query = VectorSource.of(new float[][] {{1, 0}});
      ComputedTruth truth = new ComputedTruth(opened, new IndexVectors(opened), query, 1);
      truth.compute(progress);

      assertEquals(1, truth.right(0, found(0)));
      assertEquals(1, truth.right(0, found(1)));
      assertEquals(0, truth.right(0, found(2)));
      assertEquals(0, truth.right(0, found(3)));
    }
  }

  private static List<Neighbour> found(int doc) {
    return List.of(new Neighbour(doc, Double.NaN));
  }
}
