package org.nseekfs.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nseekfs.cli.index.DocumentText;

class WordNetTest {

  @Test
  void aLineGivesKeyWordsAndGloss() {
    DocumentText synset =
        WordNet.synset(
            "adj",
            "00001740 00 a 02 able(p) 0 well_able 1 002 = 05207437 n 0000 | having power; x");

    assertEquals(new DocumentText("adj00001740", "able, well able", "having power; x"), synset);
    assertEquals("able, well able: having power; x", synset.text());
  }

  @Test
  void allSynsetsAreReadAndTheExpectedOnesComeFirst() throws IOException {
    Selection selection = Selection.read();

    assertEquals(117_791, selection.size());
    List<DocumentText> first = selection.first(SampleQuestion.values().length);
    assertEquals(
        Arrays.stream(SampleQuestion.values())
            .map(SampleQuestion::expectedKey)
            .collect(Collectors.toSet()),
        Set.copyOf(first.stream().map(DocumentText::key).toList()));
  }
}
