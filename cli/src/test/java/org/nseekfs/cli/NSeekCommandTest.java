package org.nseekfs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.cli.index.DisposableDirectory;
import org.nseekfs.cli.output.Output;

class NSeekCommandTest {

  @TempDir Path folder;

  @Test
  void withoutASubcommandItSaysWhatThereIs() {
    CommandRun run = CommandRun.of();

    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    for (String command : new String[] {"demo", "index", "search", "recall", "stats", "check"}) {
      assertTrue(run.err().contains("  " + command + " "), run.err());
    }
  }

  @Test
  void everySubcommandHasHelp() {
    for (String command :
        NSeekCommand.commandLine(NSeekCommand.COMMANDS).getSubcommands().keySet()) {
      CommandRun run = CommandRun.of(command, "--help");
      assertEquals(0, run.exitCode(), command + run.err());
      assertTrue(run.out().contains("Usage: nseek " + command), run.out());
    }
  }

  @Test
  void helpOfASubcommandIsThatOfItsOption() {
    CommandRun help = CommandRun.of("help", "search");

    assertEquals(0, help.exitCode(), help.err());
    assertEquals(CommandRun.of("search", "--help").out(), help.out());
    assertEquals(2, CommandRun.of("help", "serch").exitCode());
  }

  @Test
  void theCompletionScriptKnowsSubcommandsAndOptions() {
    CommandRun run = CommandRun.of("generate-completion");

    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().startsWith("#!/usr/bin/env bash"), run.out());
    assertTrue(run.out().contains("complete -F _complete_nseek"), run.out());
    assertTrue(run.out().contains("'--recall-target'"), run.out());
  }

  @Test
  void anUnknownSubcommandIsAWrongArgument() {
    CommandRun run = CommandRun.of("serch");

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("serch") && run.err().contains("nseek search"), run.err());
  }

  @Test
  void aStackTraceIsPrintedOnlyOnDemand() {
    CommandRun quiet = CommandRun.of("stats", "nowhere");
    assertEquals(1, quiet.exitCode());
    assertEquals("nseek: no index in nowhere: there is no such directory", quiet.err().strip());

    assertTrue(CommandRun.of("stats", "nowhere", "--verbose").err().contains("\tat org.nseekfs"));
    assertTrue(CommandRun.of("--verbose", "stats", "nowhere").err().contains("\tat org.nseekfs"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "stats", "search"})
  void outputThatCannotBeWrittenIsAFailure(String command) throws IOException {
    Path index = SampleFiles.index(folder, 25, "f32");
    String[] arguments =
        switch (command) {
          case "stats" -> new String[] {"stats", index.toString(), "--json"};
          case "search" -> new String[] {"search", index.toString(), "--like", "3"};
          default -> new String[] {command};
        };
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int oneByte) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    StringWriter err = new StringWriter();

    int exitCode =
        NSeekCommand.commandLine(NSeekCommand.COMMANDS)
            .setOut(Output.printer(full))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);

    assertEquals(1, exitCode, err.toString());
    assertEquals(
        "nseek: standard output cannot be written (No space left on device): what was printed is not"
            + " complete",
        err.toString().strip());
  }

  @Test
  void outputIsUtf8() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Output.printer(bytes).println("größe 漢");
    assertEquals("größe 漢", bytes.toString(StandardCharsets.UTF_8).strip());
  }

  @Test
  void whatAKilledRunHasLeftAmongTemporaryFilesIsNamedAndRemoved() throws IOException {
    Path left = Files.createTempDirectory("nseek-");
    Files.writeString(left.resolve("file"), "left");
    Path unlocked = Files.createFile(left.resolveSibling(left.getFileName() + ".lock"));
    try (DisposableDirectory used = DisposableDirectory.temporary()) {
      CommandRun run = CommandRun.of("--version");

      assertEquals(0, run.exitCode());
      assertTrue(
          run.err().contains("nseek: removed what a killed run has left: " + left), run.err());
      assertFalse(Files.exists(left));
      assertFalse(Files.exists(unlocked));
      assertTrue(Files.exists(used.path()), "in use");
    }
  }

  @Test
  void theVersionNamesLucene() {
    CommandRun run = CommandRun.of("--version");

    assertEquals(0, run.exitCode());
    assertTrue(run.out().matches("(?s)nseek \\d.*Lucene 10\\..*Java 2.*"), run.out());
    assertFalse(run.out().contains("null"), run.out());
  }

  @Test
  void failuresAreJsonWhereThatIsAskedFor() throws IOException {
    CommandRun failed = CommandRun.of("stats", "nowhere", "--json");
    CommandRun wrong = CommandRun.of("search", "nowhere", "--json");

    assertEquals(1, failed.exitCode());
    assertTrue(failed.json().get("error").asText().startsWith("no index in nowhere"));
    assertEquals("nseek: " + failed.json().get("error").asText(), failed.err().strip());
    assertEquals(2, wrong.exitCode());
    assertTrue(wrong.json().get("error").asText().contains("--like"), wrong.out());
    assertEquals("", CommandRun.of("stats", "nowhere").out());
  }
}
