package org.nseekfs.benchmarks.recall;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.quantization.ElementType;

/**
 * A row of the matrix, for some k.
 *
 * @param data of the vectors and queries
 * @param segments how many; negative for as many that are then merged
 */
record RecallCase(
    CaseData data,
    VectorSimilarityFunction function,
    ElementType type,
    int segments,
    Acceptance acceptance,
    int[] ks) {

  static RecallCase of(CaseData data, VectorSimilarityFunction function, int... ks) {
    return new RecallCase(data, function, ElementType.F32, 1, Acceptance.ALL, ks);
  }

  RecallCase with(Acceptance accepted) {
    return new RecallCase(data, function, type, segments, accepted, ks);
  }

  RecallCase with(ElementType stored) {
    return new RecallCase(data, function, stored, segments, acceptance, ks);
  }

  RecallCase withSegments(int count) {
    return new RecallCase(data, function, type, count, acceptance, ks);
  }

  /** Whether two cases can share an index. */
  boolean isOfIndex(RecallCase other) {
    return data.equals(other.data)
        && function == other.function
        && type == other.type
        && segments == other.segments;
  }
}
