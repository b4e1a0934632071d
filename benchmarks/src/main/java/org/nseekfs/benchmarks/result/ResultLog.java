package org.nseekfs.benchmarks.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory of results: a {@code .jsonl} file a data set, lines only ever appended; and {@code
 * RESULTS.md} beside the directory, generated from all of them.
 */
public final class ResultLog {

  private static final String EXTENSION = ".jsonl";
  private static final String TABLE = "RESULTS.md";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private final Path directory;

  /** The log in {@code directory}, which need not exist yet. */
  public ResultLog(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /** {@code run} as JSON, as it stands in the log. */
  public static JsonNode json(RunRecord run) {
    return MAPPER.valueToTree(run);
  }

  /** Appends {@code run} and generates the table anew. */
  public void append(RunRecord run) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve(run.data().name() + EXTENSION),
        MAPPER.writeValueAsString(run) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    Files.writeString(directory.resolveSibling(TABLE), ResultTable.page(runs()));
  }

  private List<JsonNode> runs() throws IOException {
    List<JsonNode> runs = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(ResultLog::isLog).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          runs.add(MAPPER.readTree(line));
        }
      }
    }
    return runs;
  }

  private static boolean isLog(Path file) {
    return file.getFileName().toString().endsWith(EXTENSION);
  }
}
