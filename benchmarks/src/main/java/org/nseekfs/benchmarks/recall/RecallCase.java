package org.nseekfs.benchmarks.recall;

import java.util.Locale;
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
    Deletes deletes,
    int[] ks) {

  static RecallCase of(CaseData data, VectorSimilarityFunction function, int... ks) {
    return new RecallCase(data, function, ElementType.F32, 1, Acceptance.ALL, Deletes.NONE, ks);
  }

  RecallCase with(Acceptance accepted) {
    return new RecallCase(data, function, type, segments, accepted, deletes, ks);
  }

  RecallCase with(Deletes deleted) {
    return new RecallCase(data, function, type, segments, acceptance, deleted, ks);
  }

  RecallCase with(ElementType stored) {
    return new RecallCase(data, function, stored, segments, acceptance, deletes, ks);
  }

  RecallCase withSegments(int count) {
    return new RecallCase(data, function, type, count, acceptance, deletes, ks);
  }

  /** The row of the table, as far as it has no k and no figures. */
  String label() {
    StringBuilder line = new StringBuilder("| ").append(data.label());
    line.append(" | ").append(data.lengths().label());
    line.append(" | ").append(function.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    line.append(" | ").append(type.label());
    line.append(" | ").append(segments < 0 ? -segments + " merged" : segments);
    line.append(" | ").append(acceptance.label());
    line.append(" | ").append(deletes.label());
    line.append(" | ").append(data.targets().label());
    return line.append(" |").toString();
  }

  /** Whether two cases can share an index. */
  boolean isOfIndex(RecallCase other) {
    return data.equals(other.data)
        && function == other.function
        && type == other.type
        && segments == other.segments
        && deletes == other.deletes;
  }
}
