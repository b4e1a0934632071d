package org.nseekfs.cli.file;

import java.util.ArrayList;
import java.util.List;

/** Splits a record as RFC 4180 has it; blanks before a quote are no part of a field. */
final class DelimitedFields {

  private final String record;
  private final char delimiter;
  private int position;

  private DelimitedFields(String record, char delimiter) {
    this.record = record;
    this.delimiter = delimiter;
  }

  static String[] split(String record, char delimiter) {
    if (record.indexOf('"') < 0) {
      return record.split(String.valueOf(delimiter), -1);
    }
    DelimitedFields fields = new DelimitedFields(record, delimiter);
    List<String> split = new ArrayList<>();
    do {
      split.add(fields.next());
    } while (fields.position <= record.length());
    return split.toArray(String[]::new);
  }

  /** The field at the position, which moves behind the delimiter. */
  private String next() {
    StringBuilder field = new StringBuilder();
    int begin = position;
    while (begin < record.length() && record.charAt(begin) == ' ') {
      begin++;
    }
    if (begin < record.length() && record.charAt(begin) == '"') {
      position = begin + 1;
      appendQuoted(field);
    }
    int end = record.indexOf(delimiter, position);
    end = end < 0 ? record.length() : end;
    field.append(record, position, end);
    position = end + 1;
    return field.toString();
  }

  private void appendQuoted(StringBuilder field) {
    while (position < record.length()) {
      char here = record.charAt(position++);
      if (here != '"') {
        field.append(here);
      } else if (position < record.length() && record.charAt(position) == '"') {
        field.append(record.charAt(position++));
      } else {
        return;
      }
    }
  }
}
