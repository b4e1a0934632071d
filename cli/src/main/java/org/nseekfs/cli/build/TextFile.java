package org.nseekfs.cli.build;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.nseekfs.cli.file.MalformedFileException;
import org.nseekfs.cli.file.Utf8;
import org.nseekfs.cli.index.DocumentText;
import org.nseekfs.cli.output.CommandFailedException;

/**
 * A file of texts, UTF-8: a line a document, holding key and gloss, or key, words and gloss, with
 * tabs between.
 */
final class TextFile {

  /** What a file holds, as options say it. */
  static final String CONTENTS =
      "Texts: a line a vector, holding id and text with tabs between, or id, words and gloss.";

  private final Path path;
  private final int count;

  private TextFile(Path path, int count) {
    this.path = path;
    this.count = count;
  }

  /**
   * Reads the file once, to check it.
   *
   * @throws MalformedFileException naming the line, if one has neither two nor three columns, or
   *     not as many as the first, or is not UTF-8
   */
  public static TextFile open(Path path) throws IOException {
    int count = 0;
    int columnsOfFirst = 0;
    try (BufferedReader lines = Utf8.reader(path)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        count++;
        Utf8.requireNoMark(path, line, count);
        int columns = columns(line).length;
        columnsOfFirst = count == 1 ? columns : columnsOfFirst;
        if (columns < 2 || columns > 3 || columns != columnsOfFirst) {
          throw new MalformedFileException(
              path,
              "line "
                  + count
                  + " must hold id and text, or id, words and gloss, with tabs between, as all lines"
                  + " do; got "
                  + columns
                  + " columns");
        }
      }
    } catch (MalformedInputException e) {
      throw new MalformedFileException(
          path, "is not UTF-8 after line " + count + ": save it as UTF-8");
    }
    return new TextFile(path, count);
  }

  private static String[] columns(String line) {
    return line.split("\t", -1);
  }

  /**
   * Checks that there is a text for every vector.
   *
   * @throws CommandFailedException if there is not
   */
  void requireCount(Path vectors, int vectorCount) {
    if (count != vectorCount) {
      throw new CommandFailedException(
          String.format(
              Locale.ROOT,
              "%s holds %d vectors and %s holds %d texts: they must be as many",
              vectors,
              vectorCount,
              path,
              count));
    }
  }

  /** The documents in the order of the file, read while they are asked for. */
  public Texts texts() throws IOException {
    return new Texts(Utf8.reader(path));
  }

  /** A run through the file. */
  public static final class Texts implements Iterator<DocumentText>, AutoCloseable {
    private final BufferedReader lines;
    private String next;

    private Texts(BufferedReader lines) throws IOException {
      this.lines = lines;
      this.next = lines.readLine();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public DocumentText next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      String[] columns = columns(next);
      try {
        next = lines.readLine();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return columns.length == 2
          ? new DocumentText(columns[0], "", columns[1])
          : new DocumentText(columns[0], columns[1], columns[2]);
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
