package org.nseekfs.benchmarks.recall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchRecallCommandTest {

  @TempDir Path folder;

  private String page(String seed) throws IOException {
    StringWriter printed = new StringWriter();
    Path out = folder.resolve("page.md");
    CommandLine command = new CommandLine(new BenchRecallCommand());
    command.setOut(new PrintWriter(printed));
    command.execute(
        "--work",
        folder.resolve("work").toString(),
        "--out",
        out.toString(),
        "--count",
        "3000",
        "--queries",
        "4",
        "--seed",
        seed,
        "--rows",
        "uniform .5 to 2");
    assertTrue(printed.toString().contains("rows: "), printed::toString);
    return Files.readString(out);
  }

  @Test
  void thePageIsCompleteAndNamesNoDirectoryOfTheMachine() throws IOException {
    String page = page("3");
    assertTrue(page.startsWith("# Recall targets"), page);
    assertTrue(
        page.contains(
            "./nseek bench-recall --work WORK --count 3000 --queries 4 --seed 3"
                + " --rows 'uniform .5 to 2'"),
        page);
    assertTrue(page.contains("3,000 vectors and 4 queries"), page);
    assertTrue(page.contains(RecallRow.header() + "\n| clustered | uniform .5 to 2 |"), page);
    assertTrue(page.strip().lines().toList().getLast().startsWith("16 rows: "), page);
    assertFalse(page.contains(folder.toString()), page);
  }

  @Test
  void theSameSeedGivesTheSameFiguresAndAnotherDoesNot() throws IOException {
    assertEquals(page("3"), page("3"));
    assertNotEquals(table(page("3")), table(page("4")));
  }

  private static String table(String page) {
    return page.substring(page.indexOf("| data |"));
  }
}
