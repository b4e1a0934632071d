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
      defaultValue = "EXACT",
      paramLabel = "MODE",
      description =
          "How to search: exact (default; documents that codes rule out are not compared), scan"
              + " (every vector is compared), lsh (documents that sign codes make unlikely hits are"
              + " not compared) or auto (exact or lsh, whichever is expected to be faster).")
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

  /** The mode asked for. */
  public QueryMode mode() {
    return mode;
  }

  /**
   * The plan that these options make.
   *
   * @throws picocli.CommandLine.ParameterException if the recall target is out of range, or given
   *     to a mode that takes none
   */
  public SearchPlan plan(Output output, int k, int batch) {
    if (recallTarget == null) {
      return new SearchPlan(k, mode, mode.takesRecallTarget() ? DEFAULT_RECALL_TARGET : 1, batch);
    }
    if (!mode.takesRecallTarget()) {
      throw output.usage(
          "--recall-target needs --mode lsh or auto: mode " + mode.label() + " finds every hit");
    }
    if (!(recallTarget > 0 && recallTarget <= 1)) {
      throw output.usage("--recall-target must be above 0 and at most 1, got " + recallTarget);
    }
    return new SearchPlan(k, mode, recallTarget, batch);
  }
}
