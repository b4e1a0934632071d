package org.nseekfs.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;
import org.nseekfs.adapter.HybridRequest;
import org.nseekfs.adapter.KnnRequest;
import org.nseekfs.adapter.SimilarityLabel;
import org.nseekfs.quantization.ElementType;

/** Checks that the table of words in the plugins' README has those that requests take. */
class PluginWordsTest {

  private static final Path README =
      Path.of(System.getProperty("basedir", "")).resolve("../plugins/README.md");

  private static <T> void assertWords(String parameter, T[] values, Function<T, String> word)
      throws IOException {
    String words =
        Arrays.stream(values).map(word).collect(Collectors.joining("`, `", "| `", "` |"));
    List<String> rows =
        Files.readAllLines(README).stream()
            .filter(line -> line.startsWith("|") && line.contains("| `" + parameter + "`"))
            .toList();
    assertEquals(1, rows.size(), parameter);
    assertEquals(words, rows.getFirst().replaceFirst("^(\\|[^|]*){2}(\\|[^|]*\\|).*", "$2"));
  }

  @Test
  void theTableHasAllWordsInTheirOrder() throws IOException {
    assertWords("mode", KnnRequest.Mode.values(), KnnRequest.Mode::label);
    assertWords("fusion", HybridRequest.FUSIONS.toArray(new String[0]), word -> word);
    assertWords("similarity", VectorSimilarityFunction.values(), SimilarityLabel::of);
    assertWords("element_type", ElementType.values(), ElementType::label);
  }
}
