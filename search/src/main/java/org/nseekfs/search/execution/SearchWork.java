package org.nseekfs.search.execution;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import org.nseekfs.codec.spi.PruneStage;

/**
 * What a search did.
 *
 * @param scored documents
 * @param pruned documents, by the stage that pruned them
 * @param largestPrunedBound negative infinity if nothing was pruned
 * @param bytesRead of rows and codes
 * @param approximation what it did where it need not find every hit
 * @param foreignSegments names of segments that our reader did not search
 */
public record SearchWork(
    long scored,
    Map<PruneStage, Long> pruned,
    double largestPrunedBound,
    long bytesRead,
    Approximation approximation,
    List<String> foreignSegments) {

  /**
   * What a search to a recall target did.
   *
   * @param passedOver documents that were not scored, since they are unlikely hits
   * @param missed how many hits are to be expected among those
   * @param reaching documents that its parts took for hits, which may be more than there are in the
   *     end, as {@code missed} may; 0 if none is missed
   * @param codesRead documents whose sign codes were read
   * @param fallbacks parts that were searched exactly
   */
  public record Approximation(
      long passedOver,
      double missed,
      long reaching,
      long codesRead,
      long bucketsProbed,
      int fallbacks) {

    private static Approximation of(List<PartSearch> parts) {
      long passedOver = 0;
      double missed = 0;
      long codesRead = 0;
      long bucketsProbed = 0;
      int fallbacks = 0;
      for (PartSearch part : parts) {
        PartStrategy strategy = part.strategy();
        passedOver += strategy.passedOver();
        missed += strategy.missed();
        codesRead += strategy.signCodesRead();
        bucketsProbed += strategy.bucketsProbed();
        fallbacks += strategy.signCodesRead() == 0 ? 1 : 0;
      }
      // Counting them costs something, and only what is missed is held against them.
      long reaching =
          missed == 0 ? 0 : parts.stream().mapToLong(part -> part.strategy().reaching()).sum();
      return new Approximation(passedOver, missed, reaching, codesRead, bucketsProbed, fallbacks);
    }

    /** The share of the true hits that is expected to be found. */
    public double estimatedRecall() {
      return missed == 0 ? 1 : reaching / (reaching + missed);
    }
  }

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
        scored,
        pruned,
        largestPrunedBound,
        bytesRead,
        Approximation.of(parts),
        List.copyOf(foreignSegments));
  }

  /** Documents that were scored, pruned or passed over. */
  public long considered() {
    return scored
        + approximation.passedOver()
        + pruned.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The figures in a line. */
  String figures() {
    StringBuilder line = new StringBuilder();
    line.append("considered ").append(considered()).append(", scored ").append(scored);
    for (Map.Entry<PruneStage, Long> stage : pruned.entrySet()) {
      if (stage.getValue() > 0) {
        String label = stage.getKey().name().toLowerCase(Locale.ROOT);
        line.append(", pruned by ").append(label).append(" codes ").append(stage.getValue());
      }
    }
    // A search to a recall target that turned out exact says so: it is one that passed none over.
    if (approximation.codesRead() > 0) {
      line.append(", sign codes read ")
          .append(approximation.codesRead())
          .append(", passed over ")
          .append(approximation.passedOver())
          .append(", estimated recall ")
          .append((float) approximation.estimatedRecall());
    }
    line.append(", bytes read ").append(bytesRead);
    if (!foreignSegments.isEmpty()) {
      line.append(", foreign segments ").append(foreignSegments);
    }
    return line.toString();
  }
}
