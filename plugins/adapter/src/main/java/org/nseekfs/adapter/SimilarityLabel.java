package org.nseekfs.adapter;

import java.util.Arrays;
import java.util.Locale;
import org.apache.lucene.index.VectorSimilarityFunction;

/** What mappings call similarity functions: Lucene's names in lower case. */
public final class SimilarityLabel {

  private SimilarityLabel() {}

  /** The label of {@code function}. */
  public static String of(VectorSimilarityFunction function) {
    return function.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The function of a label, in any case.
   *
   * @throws IllegalArgumentException naming it, if there is none
   */
  public static VectorSimilarityFunction parse(String label) {
    return Arrays.stream(VectorSimilarityFunction.values())
        .filter(function -> of(function).equals(label.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "similarity must be one of "
                        + Arrays.stream(VectorSimilarityFunction.values())
                            .map(SimilarityLabel::of)
                            .toList()
                        + ", got \""
                        + label
                        + "\""));
  }
}
