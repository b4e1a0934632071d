package org.nseekfs.benchmarks.recall;

import static org.apache.lucene.index.VectorSimilarityFunction.COSINE;
import static org.apache.lucene.index.VectorSimilarityFunction.DOT_PRODUCT;
import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;
import static org.apache.lucene.index.VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.quantization.ElementType;

/**
 * The matrix, thinned out: of each kind of case those that were worst before buckets were known by
 * what is to be expected of them. All is made of one seed, so that a run is as the other: chance
 * does not let a target be missed now and then.
 */
class RecallMatrixTest {

  /** So many that vectors are in buckets. */
  private static final Sample SAMPLE = new Sample(17_000, 60, 1);

  @TempDir Path folder;

  private static List<RecallCase> cases() {
    List<RecallCase> cases = new ArrayList<>();
    for (Lengths lengths :
        new Lengths[] {Lengths.LOGNORMAL_05, Lengths.LOG_UNIFORM, Lengths.OUTLIERS}) {
      CaseData data = CaseData.of(VectorKind.CLUSTERED).with(lengths);
      cases.add(RecallCase.of(data, MAXIMUM_INNER_PRODUCT, 1, 10, 100));
      cases.add(RecallCase.of(data, EUCLIDEAN, 1, 10, 100));
    }
    RecallCase clustered = RecallCase.of(CaseData.of(VectorKind.CLUSTERED), EUCLIDEAN, 10, 100);
    for (Acceptance acceptance :
        new Acceptance[] {
          Acceptance.ALL,
          Acceptance.TENTH,
          Acceptance.FAR_HALF,
          Acceptance.FARTHER,
          Acceptance.NEAR,
          Acceptance.NOT_NEAREST
        }) {
      cases.add(clustered.with(acceptance));
    }
    cases.add(clustered.with(Deletes.EVERY_SEVENTH));
    cases.add(clustered.with(Deletes.NEAREST));
    cases.add(clustered.with(Deletes.NEAREST).withSegments(8));
    cases.add(RecallCase.of(CaseData.of(VectorKind.TIGHT_AND_WIDE), EUCLIDEAN, 1, 10));
    cases.add(RecallCase.of(CaseData.of(VectorKind.ONE_DIRECTION), EUCLIDEAN, 1, 10));
    cases.add(RecallCase.of(CaseData.of(VectorKind.GAUSSIAN), COSINE, 10, 100));
    cases.add(RecallCase.of(CaseData.of(VectorKind.SPARSE), COSINE, 10, 100));
    cases.add(RecallCase.of(CaseData.of(VectorKind.DUPLICATES), COSINE, 10));
    cases.add(RecallCase.of(CaseData.of(VectorKind.DIMENSIONS_2), EUCLIDEAN, 1, 10));
    cases.add(RecallCase.of(CaseData.of(VectorKind.DIMENSIONS_8), DOT_PRODUCT, 10));
    cases.add(RecallCase.of(CaseData.of(VectorKind.DRIFTING_FAR), EUCLIDEAN, 10).withSegments(-4));
    cases.add(RecallCase.of(CaseData.of(VectorKind.CLUSTERED), COSINE, 10).with(ElementType.F8));
    cases.add(RecallCase.of(CaseData.of(VectorKind.CLUSTERED), COSINE, 10).withSegments(6));
    cases.add(
        RecallCase.of(CaseData.of(VectorKind.CLUSTERED).with(Targets.SHIFTED), EUCLIDEAN, 10));
    return cases;
  }

  @Test
  void everyTargetIsKept() throws IOException {
    assertKept(SAMPLE, cases());
  }

  /**
   * Targets of any direction among vectors of many lengths: what hits in few buckets tell of the
   * others, for vectors of the segment, does not hold for these.
   */
  @Test
  void everyTargetIsKeptForQueriesUnlikeTheVectors() throws IOException {
    CaseData uneven = CaseData.of(VectorKind.CLUSTERED).with(Lengths.UNIFORM_2);
    RecallCase foreign = RecallCase.of(uneven.with(Targets.FOREIGN), EUCLIDEAN, 10, 100);
    assertKept(new Sample(40_000, 400, 2), List.of(foreign));
  }

  /** A plain mean of all vectors is far from nearly all of them. */
  @Test
  void everyTargetIsKeptWhereAFewVectorsAreFarLonger() throws IOException {
    CaseData outliers = CaseData.of(VectorKind.CLUSTERED).with(Lengths.OUTLIERS);
    RecallCase of = RecallCase.of(outliers, MAXIMUM_INNER_PRODUCT, 10);
    assertKept(new Sample(40_000, 200, 3), List.of(of));
  }

  /**
   * Hits are all in the farther one of two clusters, which a centre near the other hardly tells.
   */
  @Test
  void everyTargetIsKeptWhereHitsAreFarFromMostVectors() throws IOException {
    RecallCase of = RecallCase.of(CaseData.of(VectorKind.DRIFTING_FAR), DOT_PRODUCT, 10);
    assertKept(new Sample(40_000, 200, 2), List.of(of.withSegments(-8)));
  }

  private void assertKept(Sample sample, List<RecallCase> cases) throws IOException {
    List<String> missed = new ArrayList<>();
    try (MMapDirectory directory = new MMapDirectory(folder);
        RecallMatrix matrix = new RecallMatrix(directory, sample)) {
      for (RecallCase of : cases) {
        matrix.measure(of).stream()
            .filter(row -> !row.isKept())
            .map(RecallRow::toString)
            .forEach(missed::add);
      }
    }
    assertTrue(missed.isEmpty(), () -> RecallRow.header() + "\n" + String.join("\n", missed));
  }
}
