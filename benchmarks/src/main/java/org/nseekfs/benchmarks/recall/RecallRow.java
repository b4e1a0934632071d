package org.nseekfs.benchmarks.recall;

import java.util.Locale;

/**
 * What searches for one k gave, to each target.
 *
 * @param cells one for each of {@link RecallMatrix#TARGETS}
 */
record RecallRow(RecallCase of, int k, Cell[] cells) {

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
      return String.format(Locale.ROOT, "%.3f%s", delivered, isKept() ? "" : " **below**");
    }
  }

  boolean isKept() {
    for (Cell cell : cells) {
      if (!cell.isKept()) {
        return false;
      }
    }
    return true;
  }

  boolean isEstimated() {
    for (Cell cell : cells) {
      if (!cell.isEstimated()) {
        return false;
      }
    }
    return true;
  }

  static String header() {
    StringBuilder line = new StringBuilder();
    line.append("| data | lengths | similarity | type | segments | filter | queries | k |");
    for (double target : RecallMatrix.TARGETS) {
      line.append(String.format(Locale.ROOT, " %.2f |", target));
    }
    line.append(
        " estimated at .95 | read at .95 | exact at .95 |\n|---|---|---|---|---|---|---|--:|");
    return line.append("--:|".repeat(RecallMatrix.TARGETS.length + 3)).toString();
  }

  /** What was searched, without figures. */
  String label() {
    StringBuilder line = new StringBuilder("| ").append(of.data().label());
    line.append(" | ").append(of.data().lengths().label());
    line.append(" | ").append(of.function().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    line.append(" | ").append(of.type().label());
    line.append(" | ").append(of.segments() < 0 ? -of.segments() + " merged" : of.segments());
    line.append(" | ").append(of.acceptance().label());
    line.append(" | ").append(of.data().targets().label());
    return line.append(" |").toString();
  }

  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(label());
    line.append(' ').append(k).append(" |");
    for (Cell cell : cells) {
      line.append(' ').append(cell).append(" |");
    }
    Cell shown = cells[RecallMatrix.SHOWN];
    line.append(
        String.format(
            Locale.ROOT,
            " %.3f%s | %.0f %% | %.0f %% |",
            shown.estimated(),
            isEstimated() ? "" : " **flatters**",
            100 * shown.read(),
            100 * shown.exact()));
    return line.toString();
  }
}
