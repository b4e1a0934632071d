package org.nseekfs.cli.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.nseekfs.cli.output.Output;

/** What a command that has copied an index prints, with --json as it is. */
record CopyResult(
    String index,
    int documents,
    int segments,
    long bytes,
    List<CopiedField> fields,
    double seconds) {

  /**
   * The result of a copy at {@code index}.
   *
   * @param start when it was begun, see {@link System#nanoTime}
   */
  static CopyResult of(Path index, IndexCopy.Made made, long bytes, long start) {
    return new CopyResult(
        index.toString(),
        made.documents(),
        made.segments(),
        bytes,
        made.fields(),
        (System.nanoTime() - start) / 1e9);
  }

  /**
   * Prints it.
   *
   * @param done what a line says of the index before its figures; may be empty
   */
  void print(Output output, String done) throws IOException {
    if (output.isJson()) {
      output.printJson(this);
      return;
    }
    output
        .out()
        .printf(
            Locale.ROOT,
            "%s: %s%,d documents in %d segment(s), %,d bytes, %.1f s%n%n",
            index,
            done,
            documents,
            segments,
            bytes,
            seconds);
    CopiedField.table(fields).print(output.out());
    output.out().flush();
  }
}
