package org.nseekfs.cli.retrieval;

import java.util.Locale;
import org.nseekfs.search.hybrid.Fusion;
import org.nseekfs.search.hybrid.ReciprocalRankFusion;
import org.nseekfs.search.hybrid.ScoreNormalization;

/** The fusions by the names that options take. */
public enum FusionMethod {
  /** Reciprocal ranks. */
  RRF(ReciprocalRankFusion.DEFAULT),
  /** The place between the list's ends. */
  MIN_MAX(ScoreNormalization.MIN_MAX),
  /** Standard scores. */
  Z_SCORE(ScoreNormalization.Z_SCORE),
  /** Scores as parts of a unit vector. */
  L2(ScoreNormalization.L2),
  /** The place within three deviations of the mean. */
  DISTRIBUTION(ScoreNormalization.DISTRIBUTION);

  private final Fusion fusion;

  FusionMethod(Fusion fusion) {
    this.fusion = fusion;
  }

  Fusion fusion() {
    return fusion;
  }

  /** The name that options take. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
