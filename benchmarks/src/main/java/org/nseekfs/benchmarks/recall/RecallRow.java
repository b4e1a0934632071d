package org.nseekfs.benchmarks.recall;

import java.util.List;
import java.util.Locale;

/**
 * What searches for one k gave, to each target.
 *
 * @param cells one for each of {@link RecallMatrix#TARGETS}
 */
record RecallRow(RecallCase of, int k, List<Cell> cells) {

  /** Shares may be below the target by so much, or by what chance does. */
  private static final double SLACK = 0.01;

  private static final double ERRORS = 2;

  /** Estimates may be above what is delivered by so much, or by what chance does. */
  private static final double ESTIMATE_SLACK = 0.02;

  /**
   * Searches to one target: means over queries.
   *
   * @param error the standard error of what was delivered
   * @param estimated what searches said of themselves
   * @param read the share of the documents whose sign codes were read
   * @param exact the share of the searches that left nothing out
   */
  record Cell(
      double target, double delivered, double error, double estimated, double read, double exact) {

    boolean isKept() {
      return delivered >= target - Math.max(SLACK, ERRORS * error);
    }

    boolean isEstimated() {
      return estimated <= delivered + Math.max(ESTIMATE_SLACK, ERRORS * error);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.3f (%.3f)", delivered, estimated)
          + (isKept() ? "" : " **below**")
          + (isEstimated() ? "" : " **flatters**");
    }
  }

  boolean isKept() {
    return cells.stream().allMatch(Cell::isKept);
  }

  boolean isEstimated() {
    return cells.stream().allMatch(Cell::isEstimated);
  }

  static String header() {
    StringBuilder line = new StringBuilder();
    line.append(
        "| data | lengths | similarity | type | segments | filter | deleted | queries | k |");
    for (double target : RecallMatrix.TARGETS) {
      line.append(String.format(Locale.ROOT, " %.2f |", target));
    }
    line.append(" read at .95 | exact at .95 |\n|---|---|---|---|---|---|---|---|--:|");
    return line.append("--:|".repeat(RecallMatrix.TARGETS.length + 2)).toString();
  }

  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(of.label());
    line.append(' ').append(k).append(" |");
    for (Cell cell : cells) {
      line.append(' ').append(cell).append(" |");
    }
    Cell shown = cells.get(RecallMatrix.SHOWN);
    line.append(
        String.format(
            Locale.ROOT, " %.0f %% | %.0f %% |", 100 * shown.read(), 100 * shown.exact()));
    return line.toString();
  }
}
