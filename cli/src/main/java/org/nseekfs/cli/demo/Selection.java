package org.nseekfs.cli.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.nseekfs.cli.index.DocumentText;

/**
 * One order of all synsets, the same everywhere: those that the {@link SampleQuestion}s describe,
 * then the others, shuffled. A demonstration takes as many as it needs from the start, so that a
 * larger one goes on where a smaller one ended.
 */
public final class Selection {

  /** Names the order; another order needs another name, which keeps embeddings apart. */
  static final String NAME = "order1";

  private static final long SEED = 31;

  private Selection() {}

  /** The synsets in that order. */
  public static List<DocumentText> order(List<DocumentText> synsets) {
    Set<String> expected =
        Arrays.stream(SampleQuestion.values())
            .map(SampleQuestion::expectedKey)
            .collect(Collectors.toSet());
    List<DocumentText> ordered = new ArrayList<>();
    List<DocumentText> others = new ArrayList<>();
    for (DocumentText synset : synsets) {
      (expected.contains(synset.key()) ? ordered : others).add(synset);
    }
    Collections.shuffle(others, new Random(SEED));
    ordered.addAll(others);
    return ordered;
  }
}
