package org.nseekfs.cli.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrievalFiguresTest {
  private static final double LOG_OF_3 = 1.584962500721156;

  private static WayFigures figures(List<String> found, String... relevant) {
    RetrievalFigures figures = new RetrievalFigures(10);
    figures.add(found, Set.of(relevant));
    return figures.means("way");
  }

  private static void assertFigures(double mrr, double ndcg, double recall, WayFigures figures) {
    assertEquals(mrr, figures.mrr(), 1e-12);
    assertEquals(ndcg, figures.ndcg(), 1e-12);
    assertEquals(recall, figures.recall(), 1e-12);
  }

  @Test
  void oneRelevantDocumentIsWorthWhatItsRankSays() {
    assertFigures(1, 1, 1, figures(List.of("a", "b"), "a"));
    assertFigures(.5, 1 / LOG_OF_3, 1, figures(List.of("b", "a"), "a"));
    assertFigures(1. / 3, .5, 1, figures(List.of("b", "c", "a"), "a"));
    assertFigures(0, 0, 0, figures(List.of("b", "c"), "a"));
    assertFigures(0, 0, 0, figures(List.of(), "a"));
  }

  @Test
  void theTenthCountsAndTheEleventhDoesNot() {
    List<String> found = IntStream.rangeClosed(1, 12).mapToObj(Integer::toString).toList();
    assertFigures(.1, Math.log(2) / Math.log(11), 1, figures(found, "10"));
    assertFigures(0, 0, 0, figures(found, "11"));
  }

  @Test
  void severalRelevantDocumentsAreHeldAgainstTheBestOrder() {
    assertFigures(
        .5, (1 / LOG_OF_3 + .5) / (1 + 1 / LOG_OF_3), 1, figures(List.of("x", "a", "b"), "a", "b"));
    assertFigures(1, 1 / (1 + 1 / LOG_OF_3), .5, figures(List.of("a", "x"), "a", "b"));
  }

  @Test
  void documentsOfOneKeyCountOnce() {
    assertFigures(1, 1, 1, figures(List.of("a", "a", "x", "a"), "a"));
    assertFigures(
        1, (1 + .5) / (1 + 1 / LOG_OF_3), 1, figures(List.of("a", "a", "b", "b"), "a", "b"));
  }

  @Test
  void figuresAreMeansOverTopics() {
    RetrievalFigures figures = new RetrievalFigures(10);
    figures.add(List.of("a"), Set.of("a"));
    figures.add(List.of("x", "b"), Set.of("b"));
    figures.add(List.of("x"), Set.of("c"));
    assertFigures(.5, (1 + 1 / LOG_OF_3) / 3, 2. / 3, figures.means("way"));
  }
}
