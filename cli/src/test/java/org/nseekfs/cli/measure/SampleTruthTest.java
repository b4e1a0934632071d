package org.nseekfs.cli.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.SampleFiles;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.IndexVectors;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.output.Progress;

class SampleTruthTest {

  @TempDir Path folder;

  /** Points of a line, by their squared distances; documents 1 and 2 are the same. */
  private VectorIndex index() throws IOException {
    Path base = Files.writeString(folder.resolve("base.csv"), "0,0\n1,0\n1,0\n4,0\n9,0\n");
    Path index = folder.resolve("index");
    CommandRun run = CommandRun.of("index", "--vectors", base, "--similarity", "euclidean", index);
    assertEquals(0, run.exitCode(), run.err());
    return VectorIndex.open(index, Fields.VECTOR);
  }

  private static SampleTruth truth(VectorIndex opened, int k) throws IOException {
    StoredSample all = StoredSample.of(new IndexVectors(opened), 5);
    SampleTruth truth = new SampleTruth(all, k);
    try (Progress progress = Progress.start(new PrintWriter(new StringWriter()), "truth", 5)) {
      truth.compute(opened, progress);
    }
    return truth;
  }

  /** What a search for document {@code query} says of {@code docs}. */
  private static List<Neighbour> found(int query, int... docs) {
    int[] places = {0, 1, 1, 4, 9};
    return IntStream.of(docs)
        .mapToObj(doc -> new Neighbour(doc, -Math.pow(places[query] - places[doc], 2)))
        .toList();
  }

  @Test
  void aDocumentIsNotItsOwnNeighbour() throws IOException {
    try (VectorIndex opened = index()) {
      SampleTruth truth = truth(opened, 1);

      assertEquals(0, truth.right(4, found(4, 4)));
      assertEquals(1, truth.right(4, found(4, 4, 3)));
      assertEquals(0, truth.right(4, found(4, 4, 2)));
    }
  }

  @Test
  void equalDocumentsAreNeighboursWhicheverIsFirst() throws IOException {
    try (VectorIndex opened = index()) {
      SampleTruth truth = truth(opened, 1);

      assertEquals(1, truth.right(2, found(2, 1, 2)));
      assertEquals(1, truth.right(1, found(1, 1, 2)));
      assertEquals(0, truth.right(1, found(1, 1, 0)));
    }
  }

  @Test
  void documentsAsNearAsTheKthAreRight() throws IOException {
    try (VectorIndex opened = index()) {
      SampleTruth truth = truth(opened, 1);

      assertEquals(1, truth.right(0, found(0, 0, 1)));
      assertEquals(1, truth.right(0, found(0, 0, 2)));
    }
  }

  @Test
  void noMoreThanKCount() throws IOException {
    try (VectorIndex opened = index()) {
      assertEquals(1, truth(opened, 1).right(0, found(0, 1, 2)));
      assertEquals(2, truth(opened, 2).right(0, found(0, 0, 1, 2, 3)));
      assertEquals(4, truth(opened, 4).right(3, found(3, 3, 1, 2, 0, 4)));
    }
  }

  @Test
  void aSampleIsTheSameInEveryRunAndWithoutRepetition() throws IOException {
    Path index = SampleFiles.index(folder, 200, "f32");
    try (VectorIndex opened = VectorIndex.open(index, Fields.VECTOR)) {
      List<Integer> docs = docs(StoredSample.of(new IndexVectors(opened), 150));

      assertEquals(150, docs.stream().distinct().count());
      assertEquals(docs, docs(StoredSample.of(new IndexVectors(opened), 150)));
      assertEquals(200, docs(StoredSample.of(new IndexVectors(opened), 201)).size());
    }
  }

  private static List<Integer> docs(StoredSample sample) {
    List<Integer> docs = new ArrayList<>();
    for (int row = 0; row < sample.count(); row++) {
      docs.add(sample.doc(row));
    }
    return docs;
  }

  @Test
  void aSampleHasTheVectorsOfItsDocuments() throws IOException {
    Path index = SampleFiles.index(folder, 200, "f32");
    try (VectorIndex opened = VectorIndex.open(index, Fields.VECTOR)) {
      IndexVectors stored = new IndexVectors(opened);
      StoredSample sample = StoredSample.of(stored, 20);
      for (int row = 0; row < sample.count(); row++) {
        int storedRow = stored.rowOf(sample.doc(row));
        assertEquals(
            Arrays.toString(stored.floatVector(storedRow)),
            Arrays.toString(sample.floatVector(row)));
      }
    }
  }
}
