package org.nseekfs.cli.file;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** The records of a text in UTF-8: a line each, or several where line ends stand between quotes. */
final class TextRecords {

  private static final char NONE = 0;

  private final MappedFile file;

  /** What parts fields, at whose beginning a quote counts; {@link #NONE} if none does. */
  private final char delimiter;

  /** Where record n begins; the last entry is where one after the last would begin. */
  private long[] starts = new long[1024];

  private int count;

  private TextRecords(MappedFile file, char delimiter) throws MalformedFileException {
    this.file = file;
    this.delimiter = delimiter;
    byte[] head = file.bytes().asSlice(0, Math.min(4, file.size())).toArray(ValueLayout.JAVA_BYTE);
    starts[0] = Utf8.markLength(file.path(), head);
    while (starts[count] < file.size()) {
      add(end(starts[count]) + 1);
    }
  }

  /** Every line is a record. */
  static TextRecords lines(MappedFile file) throws MalformedFileException {
    return new TextRecords(file, NONE);
  }

  /**
   * Records of fields parted by {@code delimiter}, which may stand in quotes.
   *
   * @throws MalformedFileException naming the line, if a quote is not closed
   */
  static TextRecords delimited(MappedFile file, char delimiter) throws MalformedFileException {
    return new TextRecords(file, delimiter);
  }

  private void add(long next) throws MalformedFileException {
    if (count == Integer.MAX_VALUE - 8) {
      throw file.malformed("must hold fewer than " + count + " lines");
    }
    count++;
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, (int) Math.min(2L * count, Integer.MAX_VALUE - 8));
    }
    starts[count] = next;
  }

  /** Where the record that begins at {@code start} ends: at a line end, or that of the file. */
  private long end(long start) throws MalformedFileException {
    boolean quoted = false;
    boolean fieldBegins = delimiter != NONE;
    byte before = 0;
    for (long i = start; i < file.size(); i++) {
      byte here = byteAt(i);
      if (here == '"') {
        // A quote right behind the one that closed stands for a quote.
        quoted = !quoted && (fieldBegins || before == '"' && delimiter != NONE);
        fieldBegins = false;
      } else if (!quoted) {
        if (here == '\n') {
          return i;
        }
        fieldBegins = here == delimiter || fieldBegins && here == ' ';
      }
      before = here;
    }
    if (quoted) {
      throw file.malformed(
          "a quote is not closed in the record that begins at line " + line(count));
    }
    return file.size();
  }

  private byte byteAt(long offset) {
    return file.bytes().get(ValueLayout.JAVA_BYTE, offset);
  }

  /** How many records there are. */
  int count() {
    return count;
  }

  /** A record without its line end. */
  String text(int record) {
    Objects.checkIndex(record, count);
    long start = starts[record];
    long end = Math.min(starts[record + 1] - 1, file.size());
    if (end > start && byteAt(end - 1) == '\r') {
      end--;
    }
    byte[] bytes = file.bytes().asSlice(start, end - start).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The line at which a record begins, from 1. */
  long line(int record) {
    long line = 1;
    for (long i = 0; i < starts[record]; i++) {
      if (byteAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }
}
