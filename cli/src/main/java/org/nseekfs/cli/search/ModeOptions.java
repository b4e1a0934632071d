package org.nseekfs.cli.search;

import org.nseekfs.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options that say which documents a search compares. */
@Command
public final class ModeOptions {

  private static final double DEFAULT_RECALL_TARGET = .95;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "How to search: exact (default; documents that codes rule out are not compared), scan"
              + " (every vector is compared), lsh (documents that sign codes make unlikely hits are"
              + " not compared), auto (exact or lsh, whichever is expected to be faster) or knn"
              + " (Lucene's own search: by its graph, if the index has one).")
  private QueryMode mode;

  @Option(
      names = "--recall-target",
      paramLabel = "SHARE",
      description =
          "With --mode lsh or auto: the share of the true hits to find, above 0 and at most 1"
              + " (default: "
              + DEFAULT_RECALL_TARGET
              + ").")
  private Double recallTarget;

  @Option(
      names = "--candidates",
      paramLabel = "N",
      description =
          "With --mode knn, which it implies: how many documents Lucene collects, of which it finds"
              + " the best (default: as many as are to be found).")
  private Integer candidates;

  /** The mode asked for; exact, if none is. */
  public QueryMode mode() {
    return mode(QueryMode.EXACT);
  }

  private QueryMode mode(QueryMode unlessAsked) {
    QueryMode implied = candidates == null ? unlessAsked : QueryMode.KNN;
    return mode == null ? implied : mode;
  }

  /** The plan of {@link #mode()}; throws as the other method. */
  public SearchPlan plan(Output output, int k, int batch) {
    return plan(output, k, batch, QueryMode.EXACT);
  }

  /**
   * The plan that these options make.
   *
   * @param unlessAsked the mode where none is asked for
   * @throws picocli.CommandLine.ParameterException if the recall target or the number of candidates
   *     is out of range, or given to a mode that takes none
   */
  public SearchPlan plan(Output output, int k, int batch, QueryMode unlessAsked) {
    QueryMode chosen = mode(unlessAsked);
    requireCandidates(output, k, chosen);
    requireRecallTarget(output, chosen);
    double unlessGiven = chosen.takesRecallTarget() ? DEFAULT_RECALL_TARGET : 1;
    return new SearchPlan(
        k,
        chosen,
        recallTarget == null ? unlessGiven : recallTarget,
        candidates == null ? k : candidates,
        batch);
  }

  private void requireCandidates(Output output, int k, QueryMode chosen) {
    if (candidates != null && chosen != QueryMode.KNN) {
      throw output.usage("--candidates needs --mode knn, got --mode " + chosen.label());
    }
    if (candidates != null && candidates < k) {
      throw output.usage("--candidates must be at least k, " + k + ", got " + candidates);
    }
  }

  private void requireRecallTarget(Output output, QueryMode chosen) {
    if (recallTarget == null) {
      return;
    }
    if (!chosen.takesRecallTarget()) {
      throw output.usage(
          "--recall-target needs --mode lsh or auto: mode "
              + chosen.label()
              + (chosen.isExact() ? " finds every hit" : " takes none"));
    }
    if (!(recallTarget > 0 && recallTarget <= 1)) {
      throw output.usage("--recall-target must be above 0 and at most 1, got " + recallTarget);
    }
  }
}
