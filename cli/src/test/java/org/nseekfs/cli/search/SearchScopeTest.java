package org.nseekfs.cli.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.StockIndex;

/** {@code nseek search} for some of the documents, and for all that are near. */
class SearchScopeTest {

  @TempDir Path folder;
  private Path index;

  @BeforeEach
  void write() throws IOException {
    index = StockIndex.floats(folder.resolve("stock"), 200);
  }

  private CommandRun search(Object... options) {
    List<Object> arguments = new ArrayList<>(List.of("search", index, "--id-field", "sku"));
    arguments.addAll(List.of("--like", "A7", "--json"));
    arguments.addAll(List.of(options));
    return CommandRun.of(arguments.toArray());
  }

  private static List<Integer> numbers(CommandRun run) throws IOException {
    assertEquals(0, run.exitCode(), run.err());
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode hit : run.json().at("/answers/0/hits")) {
      numbers.add(Integer.parseInt(hit.get("id").asText().substring(1)));
    }
    return numbers;
  }

  @ParameterizedTest
  @ValueSource(strings = {"exact", "scan", "lsh", "auto", "knn"})
  void hitsHaveTheValuesAskedFor(String mode) throws IOException {
    CommandRun run =
        search("--filter", "colour:red", "--filter", "price:4", "-k", 50, "--mode", mode);

    List<Integer> numbers = numbers(run);
    assertEquals(20, numbers.size());
    assertTrue(numbers.stream().allMatch(number -> number % 10 == 4), numbers.toString());
  }

  @Test
  void theWorkIsToldInNumbers() throws IOException {
    JsonNode exact = search("--filter", "price:4").json().at("/answers/0");
    JsonNode knn = search("--mode", "knn").json().at("/answers/0");

    assertEquals(20, exact.get("considered").asInt());
    int pruned = exact.at("/pruned/coarse").asInt() + exact.at("/pruned/fine").asInt();
    assertEquals(20, exact.get("scored").asInt() + pruned);
    assertTrue(exact.get("milliseconds").isNumber() && exact.get("milliseconds").asDouble() > 0);
    assertTrue(knn.path("scored").isMissingNode(), knn.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"exact", "scan"})
  void allThatIsSoNearIsFound(String mode) throws IOException {
    JsonNode all = search("-k", 199).json().at("/answers/0/hits");
    double least = all.get(30).get("raw").asDouble();

    CommandRun run = search("--min-raw", least, "--mode", mode);

    assertEquals(31, numbers(run).size());
    assertEquals(least, run.json().at("/answers/0/hits/30/raw").asDouble());
    assertEquals(least, run.json().get("min_raw").asDouble());
    assertEquals(199, numbers(search("--min-raw", -1, "--mode", mode)).size());
    assertEquals(0, numbers(search("--min-raw", 1.1, "--mode", mode)).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | --filter colour | must be FIELD:VALUE, got 'colour'",
        "2 | --filter :red | must be FIELD:VALUE, got ':red'",
        "1 | --filter size:4 | no field \"size\" in this index",
        "1 | --filter price:cheap | field \"price\" holds whole numbers, got 'cheap'",
        "1 | --filter title:thing | field \"title\" is neither indexed nor has doc values",
        "1 | --id-field size | --id-field must name one",
        "1 | --text-field size | --text-field must name one",
        "2 | --min-raw .5 --mode lsh | --min-raw needs --mode exact or scan",
        "2 | --min-raw NaN | --min-raw must be a number",
        "2 | --min-raw .5 -k 3 | mutually exclusive",
        "2 | --min-raw .5 --certificate c.json | without --filter or --min-raw",
        "2 | --filter colour:red --audit a.json | without --filter or --min-raw",
        "2 | --candidates 3 | --candidates must be at least k, 10, got 3",
      })
  void whatCannotBeAskedForIsNamed(int exitCode, String options, String message) {
    List<Object> arguments = new ArrayList<>(List.of("search", index, "--like", "7"));
    arguments.addAll(List.of(options.split(" ")));

    CommandRun run = CommandRun.of(arguments.toArray());

    assertEquals(exitCode, run.exitCode(), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertEquals("", run.out());
  }
}
