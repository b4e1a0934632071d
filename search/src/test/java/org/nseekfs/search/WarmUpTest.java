package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.quantization.ElementType;

/** Each case in a JVM of its own, since a JVM warms up once. */
class WarmUpTest {

  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  @TempDir Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(temporary());
  }

  private Path temporary() {
    return folder.resolve("temporary");
  }

  private static boolean hasIndex(Path temporary) throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("nseek"));
    }
  }

  /** What a part prints in a JVM with these options. */
  private String run(String part, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-Djava.io.tmpdir=" + temporary());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Part.class.getName(), part));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    return printed;
  }

  /** The run came to its end or not, without a fault, and has left no file. */
  private void assertWell(String printed, boolean isDone) throws IOException {
    assertTrue(printed.contains("done " + isDone), printed);
    assertFalse(printed.contains("no warm-up"), printed);
    assertFalse(hasIndex(temporary()), "files are left");
  }

  /** What the JVM does. */
  static final class Part {
    private static final ElementType TYPE = ElementType.F32;
    private static final VectorSimilarityFunction FUNCTION = VectorSimilarityFunction.DOT_PRODUCT;

    private Part() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      switch (arguments[0]) {
        case "once" -> new WarmUp().run(TYPE, FUNCTION);
        case "twice" -> runTwice();
        case "interrupted" -> interrupt();
        case "closed" -> close();
        default -> throw new IllegalArgumentException(arguments[0]);
      }
      System.out.println("done " + WarmUp.isDone(TYPE, FUNCTION));
    }

    private static void runTwice() {
      new WarmUp().run(TYPE, FUNCTION);
      long before = allocatedBytes();
      new WarmUp().run(TYPE, VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);
      System.out.println("again " + (allocatedBytes() - before > 1 << 20));
    }

    private static long allocatedBytes() {
      return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static void interrupt() throws IOException, InterruptedException {
      Thread running = new Thread(() -> new WarmUp().run(TYPE, FUNCTION));
      running.start();
      awaitIndex();
      Thread waiting =
          new Thread(
              () -> {
                new WarmUp().run(TYPE, FUNCTION);
                System.out.println("stays " + Thread.currentThread().isInterrupted());
              });
      waiting.start();
      waiting.interrupt();
      waiting.join();
      running.interrupt();
      running.join();
    }

    private static void close() throws IOException, InterruptedException {
      WarmUp warmUp = new WarmUp();
      Thread running = new Thread(() -> warmUp.run(TYPE, FUNCTION));
      running.start();
      awaitIndex();
      warmUp.close();
      running.join();
      warmUp.run(TYPE, FUNCTION);
    }

    /** Waits until the run has begun. */
    private static void awaitIndex() throws IOException {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      while (!hasIndex(temporary)) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void runsOnceInAJvm() throws Exception {
    String printed = run("twice", MODULE);
    assertTrue(printed.contains("again false"), printed);
    assertWell(printed, true);
  }

  @Test
  void endsWhenItsThreadIsInterrupted() throws Exception {
    String printed = run("interrupted", MODULE);
    assertTrue(printed.contains("stays true"), printed);
    assertWell(printed, false);
  }

  @Test
  void endsWhenItIsClosed() throws Exception {
    assertWell(run("closed", MODULE), false);
  }

  @Test
  void runsWithoutTheIncubatorModule() throws Exception {
    String printed = run("once");
    assertTrue(printed.contains("scalar kernels"), printed);
    assertWell(printed, true);
  }

  @Test
  void saysOnceWhatWentWrongAndThrowsNothing() throws Exception {
    Files.delete(temporary());
    String printed = run("twice", MODULE);
    assertEquals(2, printed.split("no warm-up of f32 fields", -1).length, printed);
  }
}
