package org.nseekfs.search.execution;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.apache.lucene.search.TotalHits;
import org.nseekfs.codec.spi.LeafWork;
import org.nseekfs.codec.spi.PruneStage;

/**
 * What a search found, and what it did for that.
 *
 * @param best the hits in the slots of their ranks, best first
 * @param isPartial whether the deadline passed, or a reader was told to end by what wraps its
 *     collector
 * @param work done by all its parts
 * @param reaching documents that its parts took for hits, which may be more than there are in the
 *     end, as those missed may; 0 if none is missed
 * @param fallbacks parts that were searched exactly from the beginning
 * @param foreignSegments names of segments that our reader did not search
 */
public record SearchResult(
    BestDocs best,
    boolean isPartial,
    LeafWork work,
    long reaching,
    int fallbacks,
    List<String> foreignSegments) {

  /** The result of a search whose parts have all come to their end. */
  static SearchResult of(SharedSearch search) {
    boolean isPartial = search.deadline().hasPassed();
    LeafWork done = new LeafWork();
    int fallbacks = 0;
    SequencedSet<String> foreignSegments = new LinkedHashSet<>();
    for (PartSearch part : search.parts()) {
      isPartial |= part.isCutShort();
      done.add(part.work());
      fallbacks += part.work().signCodesRead() == 0 ? 1 : 0;
      if (part.isForeign()) {
        foreignSegments.add(part.leaf().segmentName());
      }
    }
    // Counting them costs something, and only what is missed is held against them.
    long reaching =
        done.missed() == 0 ? 0 : search.parts().stream().mapToLong(PartSearch::reaching).sum();
    return new SearchResult(
        search.mergedBest().ranked(),
        isPartial,
        done,
        reaching,
        fallbacks,
        List.copyOf(foreignSegments));
  }

  /** The documents considered. */
  public TotalHits totalHits() {
    return new TotalHits(
        work.considered(),
        isPartial ? TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO : TotalHits.Relation.EQUAL_TO);
  }

  /** The share of the true hits that is expected to be found. */
  public double estimatedRecall() {
    return work.missed() == 0 ? 1 : reaching / (reaching + work.missed());
  }

  /** What was done, in a line. */
  public String figures() {
    StringBuilder line = new StringBuilder(isPartial ? "partial, " : "");
    line.append("considered ").append(work.considered()).append(", scored ").append(work.scored());
    for (Map.Entry<PruneStage, Long> stage : work.pruned().entrySet()) {
      if (stage.getValue() > 0) {
        String label = stage.getKey().label();
        line.append(", pruned by ").append(label).append(" codes ").append(stage.getValue());
      }
    }
    // A search to a recall target that turned out exact says so: it is one that passed none over.
    if (work.signCodesRead() > 0) {
      line.append(", sign codes read ")
          .append(work.signCodesRead())
          .append(", passed over ")
          .append(work.passedOver())
          .append(", estimated recall ")
          .append((float) estimatedRecall());
    }
    line.append(", bytes read ").append(work.bytesRead());
    if (!foreignSegments.isEmpty()) {
      line.append(", foreign segments ").append(foreignSegments);
    }
    return line.toString();
  }
}
