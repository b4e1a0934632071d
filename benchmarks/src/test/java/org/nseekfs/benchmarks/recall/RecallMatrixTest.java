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
 * what is to be expected of them. A share may be below its target by 2.5 standard errors, which of
 * some 200 shares none is by chance in most runs; all is made of one seed, so that a run is as the
 * other.
 */
class RecallMatrixTest {

  /** So many that vectors are in buckets. */
  private static final int COUNT = 17_000;

  private static final int QUERIES = 60;

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
    List<String> faults = new ArrayList<>();
    try (MMapDirectory directory = new MMapDirectory(folder)) {
      RecallMatrix matrix = new RecallMatrix(directory, COUNT, QUERIES);
      for (RecallCase of : cases()) {
        for (RecallRow row : matrix.measure(of)) {
          for (RecallRow.Cell cell : row.cells()) {
            double least = cell.target() - Math.max(0.01, 2.5 * cell.error());
            if (cell.delivered() < least) {
              faults.add(cell.target() + " of " + row);
            }
          }
        }
      }
      matrix.close();
    }
    assertTrue(faults.isEmpty(), () -> RecallRow.header() + "\n" + String.join("\n", faults));
  }
}
