package org.nseekfs.cli.file;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Vectors in a {@code .csv} or {@code .tsv}: all columns are elements, or one holds the vector as a
 * list. The first line may name the columns.
 */
final class CsvRows implements TextRows {

  private static final String WITHOUT_LABELS =
      "write it without labels (pandas: to_csv(path, header=False, index=False))";

  private static final Pattern NAME = Pattern.compile("[\\p{L}_].*", Pattern.DOTALL);
  private static final Pattern MISSING = Pattern.compile("(?i)nan|inf|infinity|na|null|none");
  private static final Pattern KEY = Pattern.compile("(?i)_?id|index|key|label");
  private static final Pattern BETWEEN_ELEMENTS = Pattern.compile("\\s*,\\s*|\\s+");

  /** All columns are elements. */
  private static final int ALL = -1;

  private final MappedFile file;
  private final TextRecords records;
  private final char delimiter;
  private final String[] firstLine;
  private final boolean hasHeader;
  private final int column;

  private CsvRows(MappedFile file, TextRecords records, char delimiter, ReadSettings settings)
      throws MalformedFileException {
    this.file = file;
    this.records = records;
    this.delimiter = delimiter;
    if (records.count() == 0) {
      throw file.malformed("holds no vectors");
    }
    this.firstLine = DelimitedFields.split(records.text(0), delimiter);
    this.hasHeader = !settings.plainCsv() && isHeader(firstLine);
    if (records.count() == firstRecord()) {
      throw file.malformed("holds no vectors behind its header line");
    }
    this.column = settings.columnOrNull() == null ? listColumn() : column(settings.columnOrNull());
    if (column == ALL && !settings.plainCsv()) {
      requireNoLabels();
    }
  }

  static TextVectors open(MappedFile file, char delimiter, ReadSettings settings)
      throws IOException {
    TextRecords records = TextRecords.delimited(file, delimiter);
    return new TextVectors(file, records, new CsvRows(file, records, delimiter, settings));
  }

  /** Pandas leaves the name of the first column empty where that numbers the lines. */
  private static boolean isHeader(String[] cells) {
    return isName(cells[cells.length - 1])
        && IntStream.range(0, cells.length)
            .allMatch(i -> isName(cells[i]) || i == 0 && cells[0].isBlank());
  }

  private static boolean isName(String cell) {
    String stripped = cell.strip();
    return NAME.matcher(stripped).matches() && !MISSING.matcher(stripped).matches();
  }

  private int column(String name) throws MalformedFileException {
    for (int i = 0; i < firstLine.length; i++) {
      if (name.equals(name(i))) {
        return i;
      }
    }
    throw file.malformed(
        "has no column \""
            + name
            + "\": line 1 names "
            + (hasHeader
                ? names(IntStream.range(0, firstLine.length))
                : "no columns, --column takes a number from 1 to " + firstLine.length));
  }

  /** What --column calls a column: its number from 1, where the first line names none. */
  private String name(int i) {
    return hasHeader ? firstLine[i].strip() : String.valueOf(i + 1);
  }

  private String names(IntStream columns) {
    return columns.mapToObj(this::name).collect(Collectors.joining(", "));
  }

  /** The only column that holds a list, or {@link #ALL}. */
  private int listColumn() throws MalformedFileException {
    String[] cells = cells(firstRecord());
    int[] lists =
        IntStream.range(0, cells.length).filter(i -> cells[i].strip().startsWith("[")).toArray();
    if (lists.length > 1) {
      throw file.malformed(
          "holds several lists in line "
              + records.line(firstRecord())
              + ", in columns "
              + names(Arrays.stream(lists))
              + ": --column says which are the vectors");
    }
    return lists.length == 1 ? lists[0] : ALL;
  }

  private void requireNoLabels() throws MalformedFileException {
    // In a single column labels cannot be told from elements.
    if (firstLine.length == 1) {
      return;
    }
    if (hasHeader && KEY.matcher(firstLine[0].strip()).matches()) {
      throw file.malformed(
          "column 1 is called \""
              + firstLine[0].strip()
              + "\", and all columns are taken for elements: leave it out, or write the vectors as"
              + " lists into one column");
    }
    if (IntStream.range(0, firstLine.length).allMatch(i -> isNumber(firstLine[i], i))) {
      throw labels("line 1 numbers the columns from 0");
    }
    int rows = records.count() - firstRecord();
    boolean numbered = rows > 1;
    for (int row = 0; numbered && row < rows; row++) {
      numbered = isNumber(cells(firstRecord() + row)[0], row);
    }
    if (numbered) {
      throw labels("column 1 numbers the lines from 0");
    }
  }

  private MalformedFileException labels(String fault) {
    return file.malformed(
        fault
            + ": "
            + WITHOUT_LABELS
            + (hasHeader ? "" : ", or say --plain-csv if these numbers are elements"));
  }

  private static boolean isNumber(String cell, int number) {
    try {
      return Double.parseDouble(cell) == number;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private String[] cells(int record) throws MalformedFileException {
    String[] cells = DelimitedFields.split(records.text(record), delimiter);
    if (cells.length != firstLine.length) {
      throw file.malformed(
          "every line must have as many columns as line 1, "
              + firstLine.length
              + ", got "
              + cells.length
              + " at line "
              + records.line(record)
              + ", column "
              + (Math.min(cells.length, firstLine.length) + 1));
    }
    return cells;
  }

  @Override
  public int firstRecord() {
    return hasHeader ? 1 : 0;
  }

  @Override
  public String[] elements(int record) throws MalformedFileException {
    String[] cells = cells(record);
    if (column == ALL) {
      return cells;
    }
    String list = cells[column].strip();
    boolean bracketed = list.startsWith("[") && list.endsWith("]");
    return BETWEEN_ELEMENTS.split(
        bracketed ? list.substring(1, list.length() - 1).strip() : list, -1);
  }

  @Override
  public String place(int position) {
    return column == ALL
        ? "column " + (position + 1)
        : "column " + (column + 1) + ", element " + (position + 1);
  }

  @Override
  public String remedy(int position) {
    if (column != ALL) {
      return "";
    }
    return hasHeader
        ? "; without --column all columns are elements: leave out \""
            + firstLine[position].strip()
            + "\" if it holds none"
        : "; "
            + (delimiter == ',' ? "commas" : "tabs")
            + " part elements, and if that is a label, "
            + WITHOUT_LABELS;
  }
}
