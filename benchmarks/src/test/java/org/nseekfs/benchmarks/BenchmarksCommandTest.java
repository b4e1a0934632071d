package org.nseekfs.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nseekfs.cli.NSeekCommand;

class BenchmarksCommandTest {

  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "index",
          "add",
          "delete",
          "convert",
          "rebuild",
          "search",
          "hybrid",
          "verify",
          "replay",
          "recall",
          "report",
          "eval",
          "stats",
          "check",
          "check-engine",
          "vectors",
          "bench",
          "bench-data",
          "bench-recall",
          "bench-engine",
          "bench-retrieval",
          "help",
          "generate-completion");

  @Test
  void theUsersCommandsAndThoseOfThisModuleAreOneCommand() {
    assertEquals(
        COMMANDS,
        List.copyOf(
            NSeekCommand.commandLine(BenchmarksCommand.commands()).getSubcommands().keySet()));
  }

  @Test
  void everySubcommandHasHelp() {
    for (String command : COMMANDS) {
      CommandRun run = CommandRun.of(command, "--help");
      assertEquals(0, run.exitCode(), command + run.err());
      assertTrue(run.out().contains("Usage: nseek " + command), run.out());
    }
  }

  @Test
  void onlyHereTheDemoTakesAnEngine() {
    assertTrue(CommandRun.of("demo", "--help").out().contains("--engine"));
    assertNull(
        NSeekCommand.commandLine(NSeekCommand.COMMANDS)
            .getSubcommands()
            .get("demo")
            .getCommandSpec()
            .findOption("--engine"));
  }
}
