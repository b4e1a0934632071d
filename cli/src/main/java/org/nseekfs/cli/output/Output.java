package org.nseekfs.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.nseekfs.cli.file.PartFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where a command prints: answers on standard output, as text or as one JSON object; progress and
 * warnings on standard error.
 */
@Command(mixinStandardHelpOptions = true, versionProvider = Versions.class)
public final class Output {

  /** The option that asks for JSON. */
  static final String JSON = "--json";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .build();

  @Option(
      names = JSON,
      description =
          "Print one JSON object on standard output and nothing else there; of a failure, one with"
              + " its error.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * A printer of UTF-8 on standard output that does not hide a failure: it throws an {@link
   * UncheckedIOException}.
   */
  public static PrintWriter printer(OutputStream standardOutput) {
    return new PrintWriter(new StrictStream(standardOutput), true, StandardCharsets.UTF_8);
  }

  private static final class StrictStream extends OutputStream {
    private final OutputStream stream;

    private StrictStream(OutputStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(int oneByte) {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        stream.write(bytes, offset, length);
      } catch (IOException e) {
        throw failed(e);
      }
    }

    @Override
    public void flush() {
      try {
        stream.flush();
      } catch (IOException e) {
        throw failed(e);
      }
    }

    private static UncheckedIOException failed(IOException e) {
      return new UncheckedIOException(
          new IOException(
              "standard output cannot be written ("
                  + e.getMessage()
                  + "): what was printed is not complete",
              e));
    }
  }

  /** Whether answers are to be JSON. */
  public boolean isJson() {
    return json;
  }

  /** Standard output. */
  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Says what may be wrong. */
  public void warn(String warning) {
    PrintWriter err = command.commandLine().getErr();
    err.println("nseek: warning: " + warning);
    err.flush();
  }

  /** Says what is being done. */
  public void note(String what) {
    PrintWriter err = command.commandLine().getErr();
    err.println("nseek: " + what);
    err.flush();
  }

  /** Says what was removed. */
  public void noteLeftover(Path leftover) {
    noteLeftover(command.commandLine().getErr(), leftover);
  }

  /** Says on {@code err} what was removed. */
  public static void noteLeftover(PrintWriter err, Path leftover) {
    err.println("nseek: removed what a killed run has left: " + leftover);
    err.flush();
  }

  /** Asks for a line of input. */
  public void prompt(String prompt) {
    PrintWriter err = command.commandLine().getErr();
    err.println();
    err.print(prompt);
    err.flush();
  }

  /** Shows how far a task of {@code total} steps is, see {@link Progress#start}. */
  public Progress progress(String task, long total) {
    return Progress.start(command.commandLine().getErr(), task, total);
  }

  /** The components of a record, or the entries of a map, as one JSON object. */
  static String json(Object object) throws IOException {
    return MAPPER.writeValueAsString(object);
  }

  /** Prints the components of a record, or the entries of a map, as one JSON object. */
  public void printJson(Object object) throws IOException {
    out().println(json(object));
    out().flush();
  }

  /**
   * Checks that a file can be written before the work is done, and removes what a killed run has
   * left of it.
   *
   * @throws IOException naming what is in the way
   */
  public void requireWritable(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a directory: name a file");
    }
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
    if (PartFile.removeLeftover(file)) {
      noteLeftover(PartFile.part(file));
    }
  }

  /** A complaint about the arguments: exit code 2. */
  public ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /**
   * Checks a number given as an option.
   *
   * @throws ParameterException if it is below {@code least}
   */
  public void requireAtLeast(int least, String option, int value) {
    if (value < least) {
      throw usage(option + " must be at least " + least + ", got " + value);
    }
  }
}
