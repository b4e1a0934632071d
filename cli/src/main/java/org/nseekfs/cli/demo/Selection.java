package org.nseekfs.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
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

  private static final long SEED = 31;
  private static final int DIGEST_CHARACTERS = 16;

  private final List<DocumentText> ordered;

  private Selection(List<DocumentText> ordered) {
    this.ordered = List.copyOf(ordered);
  }

  /** All of WordNet in that order. */
  public static Selection read() throws IOException {
    return of(WordNet.read());
  }

  static Selection of(List<DocumentText> synsets) {
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
    return new Selection(ordered);
  }

  /** How many there are. */
  public int size() {
    return ordered.size();
  }

  /** The first {@code count}. */
  public List<DocumentText> first(int count) {
    return ordered.subList(0, count);
  }

  /** Stands for the texts and their order: embeddings of other texts have another. */
  String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (DocumentText synset : ordered) {
        digest.update((synset.text() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGEST_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
