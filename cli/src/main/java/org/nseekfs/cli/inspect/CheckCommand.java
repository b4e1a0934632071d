package org.nseekfs.cli.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.lucene.store.Directory;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.FailureHandler;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says whether an index is sound. */
@Command(
    name = "check",
    description = {
      "Read every byte of an index and say whether it is sound.",
      "Runs Lucene's CheckIndex at its highest level, decodes every vector, and compares the type"
          + " of every field with the format that holds it.",
      "Exit code 1 if anything is wrong, 3 if a file may not be read, so that nothing can be said."
    })
public final class CheckCommand implements Callable<Integer> {

  /** The exit code where the index cannot be read. */
  private static final int UNREADABLE = 3;

  /**
   * What the command prints with --json.
   *
   * @param remedy what can be done; null if nothing is wrong, or nothing helps but a backup
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(
      String index,
      boolean clean,
      long vectors,
      List<String> problems,
      List<String> warnings,
      String remedy) {}

  @Mixin private Output output;

  @Parameters(paramLabel = "INDEX", description = "The directory of the index.")
  private Path index;

  @Override
  public Integer call() throws IOException {
    IndexCheck check = new IndexCheck();
    try (Directory directory = VectorIndex.openDirectory(index)) {
      IndexCheck.requireReadable(directory);
      checkByLucene(check, directory);
      try (Progress progress = output.progress("decoding vectors", check.vectorsIn(directory))) {
        check.vectors(directory, progress::stepTo);
      }
    } catch (FileSystemException e) {
      throw new CommandFailedException(
          index + " cannot be read, so it was not checked: " + FailureHandler.describe(e),
          UNREADABLE);
    }
    print(check);
    return check.problems().isEmpty() ? 0 : 1;
  }

  private void checkByLucene(IndexCheck check, Directory directory) throws IOException {
    Progress progress = output.progress("checking with Lucene", Progress.UNKNOWN);
    try {
      check.byLucene(directory);
    } finally {
      progress.close();
    }
  }

  private void print(IndexCheck check) throws IOException {
    boolean clean = check.problems().isEmpty();
    if (output.isJson()) {
      output.printJson(
          new Result(
              index.toString(),
              clean,
              check.decoded(),
              check.problems(),
              check.warnings(),
              check.isOnlyCodes() ? remedy() : null));
      return;
    }
    check.warnings().forEach(output::warn);
    PrintWriter out = output.out();
    check.problems().forEach(problem -> out.println("problem: " + problem));
    out.println(
        index
            + (clean ? ": clean, " : ": NOT clean, ")
            + check.decoded()
            + " vectors read, "
            + check.problems().size()
            + " problem(s)");
    if (check.isOnlyCodes()) {
      out.println(remedy());
    }
    out.flush();
  }

  private String remedy() {
    return "'nseek rebuild " + index + "' derives the damaged codes from the vectors anew";
  }
}
