package org.nseekfs.benchmarks.retrieval;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A gloss of WordNet: {@code definition; "example"; "example"}.
 *
 * @param definition what the words mean, without the examples
 * @param examples uses of the words, without quotation marks
 */
record Gloss(String definition, List<String> examples) {

  /** Quotation marks elsewhere are part of a definition. */
  private static final Pattern FIRST_EXAMPLE = Pattern.compile("\\s*[;:,]\\s*\"");

  private static final Pattern EXAMPLE = Pattern.compile("\"([^\"]*[\\p{L}\\p{N}][^\"]*)\"");

  /** The parts of {@code gloss}. */
  public static Gloss of(String gloss) {
    String[] parts = FIRST_EXAMPLE.split(gloss, 2);
    if (parts.length == 1) {
      return new Gloss(gloss.strip(), List.of());
    }
    List<String> examples =
        EXAMPLE
            .matcher('"' + parts[1])
            .results()
            .map((MatchResult match) -> match.group(1).strip())
            .toList();
    return new Gloss(parts[0].strip(), examples);
  }
}
