package org.nseekfs.benchmarks.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GlossTest {

  private record Sample(String gloss, String definition, List<String> examples) {}

  private static List<Sample> samples() {
    return List.of(
        new Sample("remove; \"He doffed his hat\"", "remove", List.of("He doffed his hat")),
        new Sample("a cat", "a cat", List.of()),
        new Sample("see; \"one thing\"; \"another\"", "see", List.of("one thing", "another")),
        new Sample(
            "go; come: \"he went\"; \"to be or not\"- Shakespeare",
            "go; come",
            List.of("he went", "to be or not")),
        new Sample("the letter \"x\" in a word", "the letter \"x\" in a word", List.of()),
        new Sample("be quick, \"hurry up\"", "be quick", List.of("hurry up")),
        new Sample("broken; \"no end", "broken", List.of()),
        new Sample("nothing; \"...\"", "nothing", List.of()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void definitionAndExamplesAreTakenApart(Sample sample) {
    assertEquals(new Gloss(sample.definition, sample.examples), Gloss.of(sample.gloss));
  }
}
