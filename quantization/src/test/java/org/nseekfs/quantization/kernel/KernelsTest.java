package org.nseekfs.quantization.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same bits in JVMs of other flags, each of which says what width was in force. */
class KernelsTest {

  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0   |",
        "0   | " + MODULE + " -Dnseek.vector.bits=0",
        "128 | " + MODULE + " -Dnseek.vector.bits=128",
        "256 | " + MODULE + " -Dnseek.vector.bits=256",
        "512 | " + MODULE + " -Dnseek.vector.bits=512",
        "256 | " + MODULE + " -Dnseek.vector.bits=256 -Xint",
        "128 | " + MODULE + " -Dnseek.vector.bits=128 -XX:MaxVectorSize=16",
        "0   | -Xint"
      })
  void everyJvmGivesTheSameBits(int bits, String flags) throws Exception {
    String output = fork(flags == null ? "" : flags);
    assertEquals(bits + " " + ScoreDigest.digest(), output.lines().toList().getLast());
  }

  @Test
  void processorsWithoutFmaAreRefused() throws Exception {
    String output = fork("-XX:-UseFMA");
    assertTrue(output.contains("this JVM has no fused multiply-add in hardware"), output);
  }

  @Test
  void unknownWidthsAreRefused() throws Exception {
    var error = assertThrows(IllegalArgumentException.class, () -> Kernels.ofBits(64));
    assertEquals("nseek.vector.bits must be 0, 128, 256 or 512, got 64", error.getMessage());
    assertTrue(fork("-Dnseek.vector.bits=512").contains("--add-modules jdk.incubator.vector"));
  }

  @Test
  void thisBuildTestsVectors() {
    assertNotEquals(0, Kernels.best().bits());
  }

  /** What a JVM of these flags prints, errors included. */
  private static String fork(String flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags.split(" ", 0)).stream().filter(flag -> !flag.isEmpty()).toList());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ScoreDigest.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
