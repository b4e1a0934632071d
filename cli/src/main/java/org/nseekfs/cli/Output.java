package org.nseekfs.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
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
final class Output {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .build();

  @Option(
      names = "--json",
      description = "Print one JSON object on standard output and nothing else there.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  boolean isJson() {
    return json;
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  void warn(String warning) {
    PrintWriter err = command.commandLine().getErr();
    err.println("nseek: warning: " + warning);
    err.flush();
  }

  /** Says what is being done. */
  void note(String what) {
    PrintWriter err = command.commandLine().getErr();
    err.println("nseek: " + what);
    err.flush();
  }

  /** Asks for a line of input. */
  void prompt(String prompt) {
    PrintWriter err = command.commandLine().getErr();
    err.println();
    err.print(prompt);
    err.flush();
  }

  Progress progress(String task, long total) {
    return Progress.start(command.commandLine().getErr(), task, total);
  }

  /** Prints the components of a record, or the entries of a map, as one JSON object. */
  void printJson(Object object) throws IOException {
    out().println(MAPPER.writeValueAsString(object));
    out().flush();
  }

  /** A complaint about the arguments: exit code 2. */
  ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /**
   * Checks a number given as an option.
   *
   * @throws ParameterException if it is below {@code least}
   */
  void requireAtLeast(int least, String option, int value) {
    if (value < least) {
      throw usage(option + " must be at least " + least + ", got " + value);
    }
  }
}
