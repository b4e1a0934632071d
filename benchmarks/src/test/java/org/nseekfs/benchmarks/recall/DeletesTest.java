package org.nseekfs.benchmarks.recall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletesTest {

  private static final int COUNT = 700;

  private static CaseData.Vectors vectors() throws IOException {
    return CaseData.of(VectorKind.CLUSTERED).make(new Sample(COUNT, 3, 1));
  }

  private static FixedBitSet choose(Deletes deletes) throws IOException {
    return deletes.choose(VectorSimilarityFunction.EUCLIDEAN, vectors());
  }

  private static double distance(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.pow((double) a[i] - b[i], 2)).sum();
  }

  @Test
  void noneAreDeletedWhereNoneShall() throws IOException {
    assertEquals(0, choose(Deletes.NONE).cardinality());
  }

  @Test
  void everySeventhIsOneOfSeven() throws IOException {
    FixedBitSet deleted = choose(Deletes.EVERY_SEVENTH);
    assertEquals(COUNT / 7, deleted.cardinality());
    assertTrue(deleted.get(6) && deleted.get(13));
  }

  @Test
  void theNearestAreThoseOfEachQueryAndNoOthers() throws IOException {
    CaseData.Vectors vectors = vectors();
    FixedBitSet expected = new FixedBitSet(COUNT);
    for (float[] query : vectors.queries()) {
      IntStream.range(0, COUNT)
          .boxed()
          .sorted(Comparator.comparingDouble(doc -> distance(query, vectors.base()[doc])))
          .limit(20)
          .forEach(expected::set);
    }
    assertEquals(expected, choose(Deletes.NEAREST));
  }

  @Test
  void theIndexLacksThoseDeletedInEverySegment(@TempDir Path folder) throws IOException {
    RecallCase of =
        RecallCase.of(CaseData.of(VectorKind.CLUSTERED), VectorSimilarityFunction.EUCLIDEAN, 10)
            .withSegments(4);
    for (Deletes deletes : Deletes.values()) {
      FixedBitSet deleted = choose(deletes);
      try (MMapDirectory directory = new MMapDirectory(folder);
          DirectoryReader reader = CaseIndex.make(directory, of.with(deletes), vectors())) {
        assertEquals(4, reader.leaves().size());
        assertEquals(deleted.cardinality(), reader.numDeletedDocs());
        Bits live = MultiBits.getLiveDocs(reader);
        for (int doc = 0; doc < COUNT; doc++) {
          assertEquals(deleted.get(doc), live != null && !live.get(doc));
        }
      }
    }
  }
}
