package org.nseekfs.codec.spi;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a search of a leaf, or of a part of one, did: counted by whoever searches, one thread; read
 * when that has ended.
 */
public final class LeafWork {

  private long scored;
  private long bytesRead;

  /** Documents pruned, by the stage's ordinal. */
  private final long[] pruned = new long[PruneStage.values().length];

  private double largestPrunedBound = Double.NEGATIVE_INFINITY;
  private long passedOver;
  private double missed;
  private long signCodesRead;
  private long bucketsProbed;

  /** Counts documents whose rows were scored, and the bytes read for that. */
  public void score(long documents, long bytes) {
    scored += documents;
    bytesRead += bytes;
  }

  /** Counts bytes of codes that were read. */
  public void read(long bytes) {
    bytesRead += bytes;
  }

  /**
   * Counts accepted documents that are not collected: their raw values are at most {@code
   * largestBound}, which is below what can still matter.
   */
  public void prune(PruneStage stage, long documents, double largestBound) {
    pruned[stage.ordinal()] += documents;
    largestPrunedBound = Math.max(largestPrunedBound, largestBound);
  }

  /**
   * Counts accepted documents that are not collected because estimates make them unlikely hits.
   *
   * @param missedHits how many hits are to be expected among them
   */
  public void passOver(long documents, double missedHits) {
    passedOver += documents;
    missed += missedHits;
  }

  /** Counts documents whose sign codes were read, and buckets. */
  public void countSigns(long documents, long buckets) {
    signCodesRead += documents;
    bucketsProbed += buckets;
  }

  /** Counts what {@code other} has. */
  public void add(LeafWork other) {
    score(other.scored, other.bytesRead);
    for (PruneStage stage : PruneStage.values()) {
      prune(stage, other.pruned[stage.ordinal()], other.largestPrunedBound);
    }
    passOver(other.passedOver, other.missed);
    countSigns(other.signCodesRead, other.bucketsProbed);
  }

  /** Documents scored. */
  public long scored() {
    return scored;
  }

  /** Bytes of rows and codes read. */
  public long bytesRead() {
    return bytesRead;
  }

  /** Documents pruned, by every stage. */
  public Map<PruneStage, Long> pruned() {
    Map<PruneStage, Long> byStage = new EnumMap<>(PruneStage.class);
    for (PruneStage stage : PruneStage.values()) {
      byStage.put(stage, pruned[stage.ordinal()]);
    }
    return byStage;
  }

  /** The largest bound of a pruned document; -Infinity if there was none. */
  public double largestPrunedBound() {
    return largestPrunedBound;
  }

  /** Documents passed over. */
  public long passedOver() {
    return passedOver;
  }

  /** Hits that are to be expected among the documents passed over. */
  public double missed() {
    return missed;
  }

  /** Documents whose sign codes were read. */
  public long signCodesRead() {
    return signCodesRead;
  }

  /** Buckets read. */
  public long bucketsProbed() {
    return bucketsProbed;
  }

  /** Documents that were scored, pruned or passed over. */
  public long considered() {
    return scored + passedOver + Arrays.stream(pruned).sum();
  }
}
