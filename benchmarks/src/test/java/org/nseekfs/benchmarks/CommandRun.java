package org.nseekfs.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.nseekfs.cli.NSeekCommand;
import picocli.CommandLine;

/** A run of the command of a checkout in this process, and what it printed. */
public record CommandRun(int exitCode, String out, String err) {

  public static CommandRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        NSeekCommand.commandLine(BenchmarksCommand.commands())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    String[] args = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    int exitCode = commandLine.execute(args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** All that was printed on standard output, as one JSON object. */
  public JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out);
  }
}
