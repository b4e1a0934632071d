package org.nseekfs.benchmarks.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nseekfs.cli.index.DocumentText;
import org.nseekfs.cli.retrieval.Topic;

class UsageExamplesTest {
  private static final List<DocumentText> SYNSETS =
      List.of(
          new DocumentText("a", "doff", "remove; \"He doffed his hat\"; \"doff it\""),
          new DocumentText("b", "cat", "an animal"),
          new DocumentText("c", "dog", "another animal"),
          new DocumentText("d", "run", "move fast; \"run home\""),
          new DocumentText("e", "sit", "be seated; \"sit down\""));

  @Test
  void theFirstOfEachKindAreDocumentsAndTheFirstExampleAsks() {
    UsageExamples examples = UsageExamples.of(SYNSETS, 2, 1, true);
    assertEquals(
        List.of(
            new DocumentText("a", "doff", "remove"),
            new DocumentText("b", "cat", "an animal"),
            new DocumentText("d", "run", "move fast")),
        examples.documents());
    assertEquals(
        List.of(new Topic("He doffed his hat", Set.of("a")), new Topic("run home", Set.of("d"))),
        examples.topics());
  }

  @Test
  void noDocumentHoldsAnExampleOrItsWordsIfNotAsked() {
    UsageExamples examples = UsageExamples.of(SYNSETS, 9, 9, false);
    assertEquals(5, examples.documents().size());
    assertEquals("remove", examples.documents().getFirst().text());
    for (DocumentText document : examples.documents()) {
      assertFalse(document.text().contains("\""));
    }
  }
}
