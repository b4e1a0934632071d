package org.nseekfs.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.SampleFiles;
import org.nseekfs.cli.StockIndex;

class ReportCommandTest {

  private static final Pattern FIGURES = Pattern.compile("const report = (\\{.*});");

  @TempDir Path folder;

  private Path page(Object... arguments) throws IOException {
    Path page = folder.resolve("page.html");
    Object[] all = Arrays.copyOf(arguments, arguments.length + 4);
    System.arraycopy(new Object[] {"--out", page, "--sample", 20}, 0, all, arguments.length, 4);
    CommandRun run = CommandRun.of(all);
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(page + ": open it in a browser" + System.lineSeparator(), run.out());
    return page;
  }

  private static JsonNode figures(Path page) throws IOException {
    Matcher figures = FIGURES.matcher(Files.readString(page));
    assertTrue(figures.find());
    return new ObjectMapper().readTree(figures.group(1));
  }

  @Test
  void thePageHoldsTheFiguresOfEverySearch() throws IOException {
    JsonNode report = figures(page("report", SampleFiles.index(folder, 3000, "f32"), "-k", 5));
    assertEquals(3000, report.path("documents").asInt());
    assertEquals(20, report.path("queries").asInt());
    JsonNode exact = report.at("/exact/search");
    assertEquals(1, exact.path("recall").asDouble());
    double all = exact.at("/means/documents_scored").asDouble();
    for (JsonNode pruned : exact.at("/means/pruned")) {
      all += pruned.asDouble();
    }
    assertEquals(3000, all, 1e-6, "a document is scored or pruned");
    assertEquals(10, report.at("/exact/slowest").size());
    assertEquals(4, report.at("/curves/0/searches").size());
    for (JsonNode search : report.at("/curves/0/searches")) {
      assertTrue(search.path("recall").asDouble() > .7, search::toString);
      assertTrue(search.path("p50_ms").asDouble() > 0, search::toString);
    }
    assertEquals("_0", report.at("/segments/0/name").asText());
  }

  @Test
  void aStockIndexIsMeasuredByItsOwnSearchAndTheGraphOfACopyBeside() throws IOException {
    JsonNode report =
        figures(page("report", StockIndex.floats(folder.resolve("stock"), 200), "--hnsw"));
    assertTrue(report.path("exact").isMissingNode(), "no codes");
    assertEquals(2, report.path("curves").size());
    for (JsonNode curve : report.path("curves")) {
      assertEquals("10 candidates", curve.at("/searches/0/setting").asText());
      assertTrue(curve.at("/searches/4/recall").asDouble() > .9, curve::toString);
    }
  }

  @Test
  void thePageNeedsNoNetworkAndNamesCannotEndItsScript() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("a<script>"));
    String page = Files.readString(page("report", SampleFiles.index(odd, 300, "f8")));
    assertFalse(page.contains("src="), "nothing is loaded");
    assertFalse(page.contains("a<script>"));
    assertTrue(page.contains("a\\u003cscript>"));
  }

  @Test
  void aBrowserDrawsTheChartsAndFillsTheTables() throws Exception {
    String browser = browser().orElse(null);
    Assumptions.assumeTrue(browser != null, "neither chromium nor google-chrome is on the PATH");
    Path page = page("report", SampleFiles.index(folder, 3000, "f32"));
    Process process =
        new ProcessBuilder(
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("browser"),
                "--dump-dom",
                page.toUri().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    assertTrue(shown.contains("data-drawn=\"2\""), "two charts");
    assertTrue(shown.contains("<td>recall target 0.95</td>"));
    assertTrue(shown.contains("<td>_0</td>"));
  }

  private static Optional<String> browser() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(
            path ->
                Arrays.stream(new String[] {"chromium", "google-chrome"})
                    .map(Path.of(path)::resolve))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  @Test
  void wrongArgumentsAreNamed() throws IOException {
    Path index = SampleFiles.index(folder, 300, "f32");
    CommandRun none = CommandRun.of("report", index, "--sample", 0);
    assertEquals(2, none.exitCode());
    assertTrue(none.err().contains("--sample must be at least 1, got 0"), none.err());
    CommandRun noFolder = CommandRun.of("report", index, "--out", folder.resolve("no/page.html"));
    assertEquals(1, noFolder.exitCode());
    assertTrue(noFolder.err().contains("no"), noFolder.err());
    CommandRun one =
        CommandRun.of(
            "report", SampleFiles.index(Files.createDirectory(folder.resolve("one")), 1, "f32"));
    assertEquals(1, one.exitCode());
    assertTrue(
        one.err().contains("a report needs an index of at least 2 vectors, got 1"), one.err());
  }
}
