package org.nseekfs.search.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.FixedBitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.SampleIndex;
import org.nseekfs.search.SampleVectors;
import org.nseekfs.search.execution.BestDocsTest.Entry;
import org.nseekfs.search.leaf.Parents;
import org.nseekfs.search.leaf.VectorLeaves;

class BestChildrenTest {
  private static final int DOCUMENTS = 1000;

  /** Parents where {@code bits} are set, of one leaf. */
  private static Parents parents(FixedBitSet bits) throws IOException {
    try (SampleIndex index =
        new SampleIndex(
            new SampleVectors(ElementType.F32, VectorSimilarityFunction.EUCLIDEAN, 1))) {
      QueryVector target = QueryVector.of(new float[1]);
      return Parents.of(
          VectorLeaves.find(index.add(1).searcher().getIndexReader(), SampleIndex.FIELD, target)
              .leaves(),
          context -> bits);
    }
  }

  private static FixedBitSet randomBits(Random random) {
    FixedBitSet bits = new FixedBitSet(DOCUMENTS);
    for (int doc = 0; doc < DOCUMENTS - 10; doc += 1 + random.nextInt(12)) {
      bits.set(doc);
    }
    return bits;
  }

  private static List<Entry> expected(List<Entry> seen, FixedBitSet bits, int k) {
    Map<Integer, Entry> best = new TreeMap<>();
    for (Entry entry : seen) {
      int parent = entry.doc();
      while (parent < DOCUMENTS && !bits.get(parent)) {
        parent++;
      }
      if (parent < DOCUMENTS && parent != entry.doc()) {
        Entry sibling = best.get(parent);
        if (sibling == null || Entry.BEST_FIRST.compare(entry, sibling) < 0) {
          best.put(parent, entry);
        }
      }
    }
    return best.values().stream().sorted(Entry.BEST_FIRST).limit(k).toList();
  }

  private static void offer(BestDocs best, Entry entry) {
    if (best.accepts(entry.doc(), entry.key())) {
      best.add(entry.doc(), entry.key(), entry.key());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 40, 5000})
  void keepsTheBestChildOfEachOfTheBestParents(int k) throws IOException {
    Random random = SampleVectors.random();
    for (int distinctKeys : List.of(1, 7, 100_000)) {
      FixedBitSet bits = randomBits(random);
      BestDocs best = new BestChildren(k, parents(bits));
      List<Entry> entries = new ArrayList<>();
      for (int doc = 0; doc < DOCUMENTS; doc++) {
        entries.add(new Entry(doc, random.nextInt(distinctKeys)));
      }
      Collections.shuffle(entries, random);
      for (int i = 0; i < DOCUMENTS; i++) {
        offer(best, entries.get(i));
        if (i % 50 == 49) {
          List<Entry> expected = expected(entries.subList(0, i + 1), bits, k);
          assertEquals(expected, BestDocsTest.kept(best));
          assertEquals(expected.getLast().key(), best.worstKey());
        }
      }
    }
  }

  @Test
  void halvesOfABlockAreJoinedWhenHeapsAre() throws IOException {
    Random random = SampleVectors.random();
    FixedBitSet bits = randomBits(random);
    Parents parents = parents(bits);
    BestDocs first = new BestChildren(20, parents);
    BestDocs second = new BestChildren(20, parents);
    List<Entry> entries = new ArrayList<>();
    for (int doc = 0; doc < DOCUMENTS; doc++) {
      Entry entry = new Entry(doc, random.nextInt(500));
      entries.add(entry);
      offer(doc % 2 == 0 ? first : second, entry);
    }
    first.addAll(second);
    assertEquals(expected(entries, bits, 20), BestDocsTest.kept(first));
  }

  @Test
  void aLeafWithoutParentsHasNoChildren() throws IOException {
    assertFalse(new BestChildren(3, parents(null)).accepts(0, 1));
  }
}
