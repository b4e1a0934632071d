package org.nseekfs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NSeekCommandTest {

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
    for (String command : NSeekCommand.commandLine().getSubcommands().keySet()) {
      CommandRun run = CommandRun.of(command, "--help");
      assertEquals(0, run.exitCode(), command + run.err());
      assertTrue(run.out().startsWith("Usage: nseek " + command), run.out());
    }
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

  @Test
  void theVersionNamesLucene() {
    CommandRun run = CommandRun.of("--version");

    assertEquals(0, run.exitCode());
    assertTrue(run.out().matches("(?s)nseek \\d.*Lucene 10\\..*Java 2.*"), run.out());
    assertFalse(run.out().contains("null"), run.out());
  }
}
