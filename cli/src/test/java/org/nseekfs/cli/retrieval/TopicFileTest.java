package org.nseekfs.cli.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.cli.file.MalformedFileException;

class TopicFileTest {

  @TempDir Path folder;

  @Test
  void linesOfOneQuestionNameSeveralDocuments() throws IOException {
    Path file = Files.writeString(folder.resolve("q.tsv"), "what\ta\nwho\tb\nwhat\tc\nwhat\ta\n");
    assertEquals(
        List.of(new Topic("what", Set.of("a", "c")), new Topic("who", Set.of("b"))),
        TopicFile.read(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"what", "what\t", "\ta", "what\ta\tb", ""})
  void linesWithoutQuestionAndIdAreRefusedByNumber(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("q.tsv"), "who\tb\n" + line + "\n");
    String message =
        assertThrows(MalformedFileException.class, () -> TopicFile.read(file)).getMessage();
    assertTrue(message.contains("line 2 must hold a question and the id"), message);
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstQuestion() throws IOException {
    Path file = Files.writeString(folder.resolve("q.tsv"), "\uFEFFwhat\ta\n");
    assertEquals(List.of(new Topic("what", Set.of("a"))), TopicFile.read(file));
  }

  @Test
  void filesThatHoldNothingOrNoTextAreRefused() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.tsv"), "");
    Path binary = Files.write(folder.resolve("binary.tsv"), new byte[] {(byte) 0xff, '\t', 'a'});
    assertThrows(MalformedFileException.class, () -> TopicFile.read(empty));
    assertThrows(MalformedFileException.class, () -> TopicFile.read(binary));
  }
}
