package org.nseekfs.search.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.search.SampleVectors;

class BestDocsTest {

  record Entry(int doc, double key) {
    static final Comparator<Entry> BEST_FIRST =
        Comparator.comparingDouble(Entry::key).reversed().thenComparingInt(Entry::doc);
  }

  /** Keys drawn from few values, so that many tie. */
  private static List<Entry> entries(int count, int distinctKeys) {
    Random random = SampleVectors.random();
    List<Entry> entries = new ArrayList<>();
    for (int doc = 0; doc < count; doc++) {
      entries.add(new Entry(doc, random.nextInt(distinctKeys)));
    }
    return entries;
  }

  /** What a heap keeps whose raw values are its keys, best first. */
  static List<Entry> kept(BestDocs best) {
    List<Entry> kept = new ArrayList<>();
    for (int slot = 0; slot < best.size(); slot++) {
      kept.add(new Entry(best.doc(slot), best.raw(slot)));
    }
    kept.sort(Entry.BEST_FIRST);
    return kept;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 17, 100, 999, 1000, 5000, Integer.MAX_VALUE})
  void keepsTheBestWithTheWorstOnTop(int k) {
    for (int distinctKeys : List.of(1, 7, 100_000)) {
      BestDocs best = new BestDocs(k);
      List<Entry> seen = new ArrayList<>();
      for (Entry entry : entries(1000, distinctKeys)) {
        seen.add(entry);
        if (best.accepts(entry.doc, entry.key)) {
          best.add(entry.doc, entry.key, entry.key);
        }
        if (seen.size() % 250 == 0 || seen.size() < 5) {
          List<Entry> expected = seen.stream().sorted(Entry.BEST_FIRST).limit(k).toList();
          assertEquals(expected, kept(best));
          assertEquals(expected.getLast().key, best.worstKey());
        }
      }
      assertEquals(Math.min(k, 1000), best.size());
      assertEquals(k <= 1000, best.isFull());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY})
  void infiniteKeysAreKeptToo(double key) {
    BestDocs best = new BestDocs(2);
    assertFalse(best.isFull());
    best.add(1, key, key);
    best.add(2, 0, 0);
    assertTrue(best.isFull());
    assertEquals(Math.min(key, 0), best.worstKey());
  }
}
