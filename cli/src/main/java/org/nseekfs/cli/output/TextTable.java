package org.nseekfs.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as their widest cell; numbers go to the right. */
public final class TextTable {

  private static final String GAP = "  ";
  private static final String NUMBER = "-?[0-9][0-9.,]*(E-?[0-9]+)?( [kMGT]?B)?";

  private final List<List<String>> rows = new ArrayList<>();

  /** A table under the given heads. */
  public TextTable(String... heads) {
    rows.add(List.of(heads));
  }

  /** The start of {@code text} that fits {@code width}, with an ellipsis if it is not all. */
  public static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1).stripTrailing() + "…";
  }

  /** Adds a row with a cell for every head. */
  public void add(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "a row needs " + rows.getFirst().size() + " cells, got " + cells.length);
    }
    rows.add(List.of(cells));
  }

  /** Prints heads, a rule and rows. */
  public void print(PrintWriter out) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    boolean[] numeric = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      widths[column] = width(column);
      numeric[column] = isNumeric(column);
    }
    for (int row = 0; row < rows.size(); row++) {
      out.println(line(rows.get(row), widths, numeric));
      if (row == 0) {
        out.println(rule(widths));
      }
    }
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private boolean isNumeric(int column) {
    return rows.stream().skip(1).allMatch(row -> row.get(column).matches(NUMBER));
  }

  private static String line(List<String> cells, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(widths[column] - cell.length());
      line.append(column == 0 ? "" : GAP);
      line.append(numeric[column] ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  private static String rule(int[] widths) {
    StringBuilder rule = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      rule.append(column == 0 ? "" : GAP).append("-".repeat(widths[column]));
    }
    return rule.toString();
  }
}
