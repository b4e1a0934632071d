package org.nseekfs.search;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.nseekfs.codec.PruneStage;

/**
 * What a search did.
 *
 * @param scored documents
 * @param pruned documents, by the stage that pruned them
 * @param largestPrunedBound negative infinity if nothing was pruned
 * @param bytesRead of rows and codes
 * @param foreignSegments names of segments that our reader did not search
 */
record SearchWork(
    long scored,
    Map<PruneStage, Long> pruned,
    double largestPrunedBound,
    long bytesRead,
    List<String> foreignSegments) {

  /** The work of all parts of a search. */
  static SearchWork of(List<PartSearch> parts) {
    long scored = 0;
    long bytesRead = 0;
    double largestPrunedBound = Double.NEGATIVE_INFINITY;
    Map<PruneStage, Long> pruned = new EnumMap<>(PruneStage.class);
    SequencedSet<String> foreignSegments = new LinkedHashSet<>();
    for (PartSearch part : parts) {
      PartStrategy strategy = part.strategy();
      scored += strategy.documentsScored();
      bytesRead += strategy.bytesRead();
      largestPrunedBound = Math.max(largestPrunedBound, strategy.largestPrunedBound());
      for (PruneStage stage : PruneStage.values()) {
        pruned.merge(stage, strategy.pruned(stage), Long::sum);
      }
      if (part.isForeign()) {
        foreignSegments.add(part.segmentName());
      }
    }
    return new SearchWork(
        scored, pruned, largestPrunedBound, bytesRead, List.copyOf(foreignSegments));
  }

  /** Documents that were either scored or pruned. */
  long considered() {
    return scored + pruned.values().stream().mapToLong(Long::longValue).sum();
  }
}
