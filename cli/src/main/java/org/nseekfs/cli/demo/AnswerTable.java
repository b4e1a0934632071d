package org.nseekfs.cli.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.nseekfs.cli.demo.DemoAnswer.Hit;
import org.nseekfs.cli.output.TextTable;

/** Prints an answer's three lists side by side, at most 120 columns wide. */
public final class AnswerTable {

  private static final int COLUMN = 37;
  private static final String GAP = "  ";

  private AnswerTable() {}

  /** Prints {@code answer}. */
  public static void print(PrintWriter out, DemoAnswer answer) {
    out.println("Q: " + answer.question());
    out.println(
        "   "
            + padded("by text (BM25)")
            + padded("by vector (dot product)")
            + "fused ("
            + answer.fusion()
            + ")");
    int rows =
        Math.max(answer.text().size(), Math.max(answer.vector().size(), answer.fused().size()));
    for (int rank = 0; rank < rows; rank++) {
      String line =
          (rank + 1)
              + GAP
              + padded(cell(answer, answer.text(), rank, "%.2f"))
              + padded(cell(answer, answer.vector(), rank, "%.3f"))
              + cell(answer, answer.fused(), rank, "%.4f");
      out.println(line.stripTrailing());
    }
    out.println();
  }

  private static String padded(String cell) {
    return cell + " ".repeat(COLUMN - cell.length()) + GAP;
  }

  /** Words and gloss as far as they fit, then the score; a star before what was asked for. */
  private static String cell(DemoAnswer answer, List<Hit> hits, int rank, String format) {
    if (rank >= hits.size()) {
      return "";
    }
    Hit hit = hits.get(rank);
    String score = String.format(Locale.ROOT, format, hit.score());
    String star = hit.id().equals(answer.expected()) ? "*" : " ";
    int width = COLUMN - star.length() - 1 - score.length();
    String text = TextTable.cut(hit.words() + ": " + hit.gloss(), width);
    return star + text + " ".repeat(width - text.length()) + " " + score;
  }
}
