package org.nseekfs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands end when the JVM cannot go on, whichever thread it is that cannot. */
class FatalErrorTest {

  private static final long SEED = 71135;
  private static final int DIMENSION = 1536;

  /** Ten segments of so few vectors that nothing is learned from them, and their merge. */
  private static final int VECTORS = 8500;

  private static final int TIMEOUT_SECONDS = 120;

  @TempDir Path folder;

  @Test
  void tooSmallAHeapForAMergeThreadEndsTheCommand() throws Exception {
    assertSaysThatMemoryIsMissing();
  }

  @Test
  void tooSmallAHeapForTheMainThreadEndsTheCommand() throws Exception {
    assertSaysThatMemoryIsMissing("--segments", "1");
  }

  private void assertSaysThatMemoryIsMissing(String... options) throws Exception {
    Path output = folder.resolve("output");
    Path vectors = SampleFiles.vectors(folder.resolve("base.npy"), VECTORS, DIMENSION, SEED);
    Path index = folder.resolve("made/index");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx28m",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                NSeekCommand.class.getName(),
                "index",
                "--vectors",
                vectors.toString(),
                index.toString(),
                "--ram-buffer",
                "4"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(output);
    assertTrue(ended, "hangs: " + said);
    assertEquals(1, process.exitValue(), said);
    assertTrue(said.contains("nseek: out of memory"), said);
    assertTrue(said.contains("NSEEK_JAVA_OPTS=-Xmx"), said);
    assertFalse(said.contains("\tat "), "stack trace: " + said);
    try (Stream<Path> left = Files.list(index.getParent())) {
      assertEquals(List.of(), left.toList());
    }
  }
}
