package org.nseekfs.cli.retrieval;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nseekfs.cli.file.MalformedFileException;
import org.nseekfs.cli.file.Utf8;

/**
 * A file of topics, UTF-8: a line holds a question and the key of a document that it should find,
 * with a tab between. Lines of one question tell several such documents.
 */
final class TopicFile {

  private static final int COLUMNS = 2;

  private TopicFile() {}

  /**
   * The topics in the order of their first lines.
   *
   * @throws MalformedFileException naming the line, if one has no two columns; if the file is not
   *     UTF-8, or has no lines
   */
  public static List<Topic> read(Path path) throws IOException {
    Map<String, Set<String>> relevant = new LinkedHashMap<>();
    int number = 0;
    for (String line : lines(path)) {
      number++;
      Utf8.requireNoMark(path, line, number);
      String[] columns = line.split("\t", -1);
      if (columns.length != COLUMNS || columns[0].isBlank() || columns[1].isBlank()) {
        throw new MalformedFileException(
            path,
            "line "
                + number
                + " must hold a question and the id of a document with a tab between, got \""
                + line
                + "\"");
      }
      relevant.computeIfAbsent(columns[0], question -> new LinkedHashSet<>()).add(columns[1]);
    }
    if (relevant.isEmpty()) {
      throw new MalformedFileException(path, "holds no question");
    }
    return relevant.entrySet().stream()
        .map(entry -> new Topic(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static List<String> lines(Path path) throws IOException {
    try (BufferedReader lines = Utf8.reader(path)) {
      return lines.readAllLines();
    } catch (MalformedInputException e) {
      throw new MalformedFileException(path, "is not UTF-8: save it as UTF-8");
    }
  }
}
