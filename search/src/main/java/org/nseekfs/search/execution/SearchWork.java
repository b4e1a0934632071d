package org.nseekfs.search.execution;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import org.nseekfs.codec.spi.LeafWork;
import org.nseekfs.codec.spi.PruneStage;

/**
 * What a search did.
 *
 * @param done by all its parts
 * @param reaching documents that its parts took for hits, which may be more than there are in the
 *     end, as those missed may; 0 if none is missed
 * @param fallbacks parts that were searched exactly from the beginning
 * @param foreignSegments names of segments that our reader did not search
 */
public record SearchWork(
    LeafWork done, long reaching, int fallbacks, List<String> foreignSegments) {

  /** The work of all parts of a search. */
  static SearchWork of(List<PartSearch> parts) {
    LeafWork done = new LeafWork();
    int fallbacks = 0;
    SequencedSet<String> foreignSegments = new LinkedHashSet<>();
    for (PartSearch part : parts) {
      LeafWork work = part.work();
      done.add(work);
      fallbacks += work.signCodesRead() == 0 ? 1 : 0;
      if (part.isForeign()) {
        foreignSegments.add(part.leaf().segmentName());
      }
    }
    // Counting them costs something, and only what is missed is held against them.
    long reaching = done.missed() == 0 ? 0 : parts.stream().mapToLong(PartSearch::reaching).sum();
    return new SearchWork(done, reaching, fallbacks, List.copyOf(foreignSegments));
  }

  /** The share of the true hits that is expected to be found. */
  public double estimatedRecall() {
    return done.missed() == 0 ? 1 : reaching / (reaching + done.missed());
  }

  /** The figures in a line. */
  String figures() {
    StringBuilder line = new StringBuilder();
    line.append("considered ").append(done.considered()).append(", scored ").append(done.scored());
    for (Map.Entry<PruneStage, Long> stage : done.pruned().entrySet()) {
      if (stage.getValue() > 0) {
        String label = stage.getKey().name().toLowerCase(Locale.ROOT);
        line.append(", pruned by ").append(label).append(" codes ").append(stage.getValue());
      }
    }
    // A search to a recall target that turned out exact says so: it is one that passed none over.
    if (done.signCodesRead() > 0) {
      line.append(", sign codes read ")
          .append(done.signCodesRead())
          .append(", passed over ")
          .append(done.passedOver())
          .append(", estimated recall ")
          .append((float) estimatedRecall());
    }
    line.append(", bytes read ").append(done.bytesRead());
    if (!foreignSegments.isEmpty()) {
      line.append(", foreign segments ").append(foreignSegments);
    }
    return line.toString();
  }
}
