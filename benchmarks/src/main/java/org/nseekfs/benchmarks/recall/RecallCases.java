package org.nseekfs.benchmarks.recall;

import static org.apache.lucene.index.VectorSimilarityFunction.COSINE;
import static org.apache.lucene.index.VectorSimilarityFunction.DOT_PRODUCT;
import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;
import static org.apache.lucene.index.VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.quantization.ElementType;

/**
 * The rows of the matrix: not every product of what can vary, but each value with several others.
 */
final class RecallCases {

  private static final int MERGED = -8;

  /** Two have buckets, with as many vectors as are usual here; eight are too small for that. */
  private static final int[] SEVERAL = {2, 8};

  private final List<RecallCase> cases = new ArrayList<>();

  private RecallCases() {}

  /** Those of made vectors, then those of the data sets in {@code directories}. */
  static List<RecallCase> all(List<Path> directories) {
    RecallCases made = new RecallCases();
    made.addLengths();
    made.addKinds();
    made.addFilters(CaseData.of(VectorKind.CLUSTERED), EUCLIDEAN);
    made.addFilters(CaseData.of(VectorKind.CLUSTERED).with(Lengths.LOGNORMAL_05), DOT_PRODUCT);
    made.addSegments();
    made.addTypes();
    made.addDeletes();
    made.addTargets(CaseData.of(VectorKind.CLUSTERED), COSINE);
    made.addTargets(CaseData.of(VectorKind.CLUSTERED).with(Lengths.UNIFORM_2), EUCLIDEAN);
    for (Path directory : directories) {
      made.addReal(CaseData.of(directory));
    }
    return made.cases;
  }

  private void add(CaseData data, VectorSimilarityFunction function, int... ks) {
    cases.add(RecallCase.of(data, function, ks));
  }

  private void addLengths() {
    for (Lengths lengths : Lengths.values()) {
      CaseData data = CaseData.of(VectorKind.CLUSTERED).with(lengths);
      add(data, MAXIMUM_INNER_PRODUCT, 1, 10, 100, 1000);
      add(data, EUCLIDEAN, 1, 10, 100, 1000);
    }
    CaseData gaussian = CaseData.of(VectorKind.GAUSSIAN).with(Lengths.LOGNORMAL_1);
    add(gaussian, MAXIMUM_INNER_PRODUCT, 10, 100);
    add(gaussian, EUCLIDEAN, 10, 100);
  }

  private void addKinds() {
    add(CaseData.of(VectorKind.GAUSSIAN), COSINE, 1, 10, 100);
    add(CaseData.of(VectorKind.TIGHT_AND_WIDE), EUCLIDEAN, 1, 10, 100);
    add(CaseData.of(VectorKind.TIGHT_AND_WIDE), DOT_PRODUCT, 10, 100);
    add(CaseData.of(VectorKind.ONE_DIRECTION), EUCLIDEAN, 1, 10, 100);
    add(CaseData.of(VectorKind.ONE_DIRECTION), COSINE, 10);
    add(CaseData.of(VectorKind.SPARSE), COSINE, 1, 10, 100);
    add(CaseData.of(VectorKind.SPARSE), DOT_PRODUCT, 1, 10, 100);
    add(CaseData.of(VectorKind.BINARY), EUCLIDEAN, 10, 100);
    add(CaseData.of(VectorKind.BINARY), COSINE, 1, 10);
    add(CaseData.of(VectorKind.DUPLICATES), COSINE, 1, 10, 100);
    add(CaseData.of(VectorKind.DUPLICATES), EUCLIDEAN, 100);
    add(CaseData.of(VectorKind.DIMENSIONS_2), EUCLIDEAN, 1, 10, 100);
    add(CaseData.of(VectorKind.DIMENSIONS_2), COSINE, 1, 10);
    add(CaseData.of(VectorKind.DIMENSIONS_2), DOT_PRODUCT, 10);
    add(CaseData.of(VectorKind.DIMENSIONS_8), EUCLIDEAN, 1, 10, 100);
    add(CaseData.of(VectorKind.DIMENSIONS_8), MAXIMUM_INNER_PRODUCT, 1, 10, 100);
  }

  private void addFilters(CaseData data, VectorSimilarityFunction function) {
    for (Acceptance acceptance : Acceptance.values()) {
      if (acceptance != Acceptance.ALL) {
        cases.add(RecallCase.of(data, function, 10, 100).with(acceptance));
      }
    }
  }

  private void addSegments() {
    for (VectorKind kind : new VectorKind[] {VectorKind.DRIFTING_NEAR, VectorKind.DRIFTING_FAR}) {
      CaseData data = CaseData.of(kind);
      cases.add(RecallCase.of(data, EUCLIDEAN, 1, 10, 100).withSegments(MERGED));
      cases.add(RecallCase.of(data, DOT_PRODUCT, 10, 100).withSegments(MERGED));
      cases.add(RecallCase.of(data, COSINE, 10).withSegments(2));
    }
    CaseData uneven = CaseData.of(VectorKind.CLUSTERED).with(Lengths.UNIFORM_10);
    for (int segments : new int[] {2, 20}) {
      RecallCase of = RecallCase.of(uneven, EUCLIDEAN, 1, 10, 100).withSegments(segments);
      cases.add(of);
      cases.add(of.with(Acceptance.TENTH));
    }
    CaseData even = CaseData.of(VectorKind.CLUSTERED);
    cases.add(RecallCase.of(even, COSINE, 10, 100).withSegments(50));
  }

  private void addTypes() {
    for (ElementType type : new ElementType[] {ElementType.F8, ElementType.F64, ElementType.BYTE}) {
      CaseData data = CaseData.of(VectorKind.CLUSTERED);
      cases.add(RecallCase.of(data, EUCLIDEAN, 10, 100).with(type));
      cases.add(RecallCase.of(data, COSINE, 10).with(type));
    }
  }

  private void addDeletes() {
    for (VectorSimilarityFunction function :
        new VectorSimilarityFunction[] {EUCLIDEAN, DOT_PRODUCT}) {
      RecallCase of = RecallCase.of(CaseData.of(VectorKind.CLUSTERED), function, 10, 100);
      for (Deletes deletes : new Deletes[] {Deletes.EVERY_SEVENTH, Deletes.NEAREST}) {
        cases.add(of.with(deletes));
        for (int segments : SEVERAL) {
          cases.add(of.with(deletes).withSegments(segments));
        }
      }
    }
  }

  private void addReal(CaseData data) {
    add(data, DOT_PRODUCT, 1, 10, 100, 1000);
    addFilters(data, DOT_PRODUCT);
    add(data, EUCLIDEAN, 1, 10, 100, 1000);
    RecallCase of = RecallCase.of(data, EUCLIDEAN, 10, 100);
    cases.add(of.with(ElementType.F8));
    cases.add(of.with(ElementType.F16));
    for (int segments : SEVERAL) {
      cases.add(of.withSegments(segments));
    }
    cases.add(RecallCase.of(data, EUCLIDEAN, 10).with(Deletes.NEAREST));
    add(data.with(Lengths.UNIFORM_10), EUCLIDEAN, 10, 100);
    add(data.with(Lengths.LOGNORMAL_01), MAXIMUM_INNER_PRODUCT, 10, 100);
    add(data.with(Lengths.LOGNORMAL_05), MAXIMUM_INNER_PRODUCT, 10, 100);
    addTargets(data, COSINE);
  }

  private void addTargets(CaseData data, VectorSimilarityFunction function) {
    for (Targets targets : Targets.values()) {
      if (targets != Targets.ALIKE) {
        add(data.with(targets), function, 10, 100);
      }
    }
  }
}
