package org.nseekfs.cli.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nseekfs.cli.file.ElementKind;
import org.nseekfs.cli.file.NpyWriter;
import org.nseekfs.cli.index.IndexChoice;
import org.nseekfs.cli.index.IndexVectors;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads the vectors of an index back. */
@Command(
    name = "vectors",
    description = {
      "Write the vectors of an index to a .npy file.",
      "Rows are in the order of ids, where these are numbers, else in that of documents.",
      "Vectors of type f64 are written as 64-bit numbers, all others, exactly, as 32-bit numbers."
    })
public final class VectorsCommand implements Callable<Integer> {

  /** What the command prints with --json. */
  record Result(String out, int vectors, int dimension, String type) {}

  @Mixin private Output output;

  @Mixin private IndexChoice index;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.npy",
      description = "The file to write.")
  private Path out;

  @Option(names = "--overwrite", description = "Replace the file, once the new one is complete.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
      throw output.usage("--out must end in .npy, got " + out);
    }
    if (Files.exists(out) && !overwrite) {
      throw new CommandFailedException(
          out + " exists already: name another file, or replace it with --overwrite");
    }
    output.requireWritable(out);
    try (VectorIndex opened = index.open()) {
      IndexVectors stored = new IndexVectors(opened);
      if (stored.count() == 0) {
        throw new CommandFailedException(
            index.path() + " holds no vectors in field \"" + opened.field() + "\"");
      }
      warnOfGaps(stored);
      write(opened, stored);
      print(opened, stored);
    }
    return 0;
  }

  private void warnOfGaps(IndexVectors stored) {
    int last = stored.count() - 1;
    if (stored.id(0) != 0 || stored.id(last) != last) {
      output.warn(
          String.format(
              Locale.ROOT,
              "ids run from %d to %d in %d documents: rows of the file are in the order of ids,"
                  + " but not equal to them",
              stored.id(0),
              stored.id(last),
              stored.count()));
    }
  }

  private void write(VectorIndex opened, IndexVectors stored) throws IOException {
    boolean doubles = opened.type().arrayClass() == double[].class;
    ElementKind kind = doubles ? ElementKind.FLOAT64 : ElementKind.FLOAT32;
    try (NpyWriter writer = NpyWriter.create(out, kind, stored.dimension());
        Progress progress = output.progress("writing vectors", stored.count())) {
      for (int row = 0; row < stored.count(); row++) {
        if (doubles) {
          writer.write(stored.doubleVector(row));
        } else {
          writer.write(stored.floatVector(row));
        }
        progress.step();
      }
      writer.commit();
    }
  }

  private void print(VectorIndex opened, IndexVectors stored) throws IOException {
    Result result =
        new Result(out.toString(), stored.count(), stored.dimension(), opened.type().label());
    if (output.isJson()) {
      output.printJson(result);
      return;
    }
    output
        .out()
        .printf(
            Locale.ROOT,
            "%s: %,d vectors of dimension %d, stored as %s%n",
            result.out(),
            result.vectors(),
            result.dimension(),
            result.type());
    output.out().flush();
  }
}
