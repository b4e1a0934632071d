package org.nseekfs.benchmarks.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.benchmarks.CommandRun;

/** What can be told wrong before an engine is started; {@code RealEnginesTest} starts some. */
class EngineCommandsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"check-engine", "bench-engine"})
  void anUnknownEngineIsToldWhatThereIs(String command) {
    CommandRun run = CommandRun.of(command, "--engine", "lucy", "--data", folder);
    assertEquals(2, run.exitCode());
    assertTrue(
        run.err()
            .startsWith(
                "nseek: --engine: engine must be one of [opensearch 3.8.0, opensearch 3.5.0,"),
        run.err());
    assertTrue(run.err().contains("got \"lucy\""), run.err());
  }

  @Test
  void theDemoInAnEngineKeepsNoIndexOfItsOwn() {
    CommandRun run = CommandRun.of("demo", "--engine", "solr", folder.resolve("index"));
    assertEquals(2, run.exitCode());
    assertTrue(run.err().startsWith("nseek: --engine excludes --interactive and INDEX"), run.err());
  }

  @Test
  void withoutACheckoutThePluginCannotBeBuilt() {
    CommandRun run =
        CommandRun.of("demo", "--engine", "opensearch", "--documents", 20, "--cache", folder);
    assertEquals(1, run.exitCode());
    assertTrue(
        run.err().contains("the plugin of opensearch 3.8.0 is built in a checkout"), run.err());
  }
}
