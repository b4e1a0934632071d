package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.AcceptDocs;
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.codec.spi.SearchCodes;

/** The k best documents by (raw value, document). */
final class BestHits extends RawCollector {

  record Hit(int doc, double raw) {}

  private static final Comparator<Hit> BEST_FIRST =
      Comparator.comparingDouble(Hit::raw).reversed().thenComparingInt(Hit::doc);

  private final int k;
  private final TreeSet<Hit> best = new TreeSet<>(BEST_FIRST);
  private final BitSet seen = new BitSet();

  private BestHits(int minDoc, int maxDoc, int k, SearchCodes codes) {
    super(minDoc, maxDoc, codes);
    this.k = k;
  }

  static BestHits certified(int minDoc, int maxDoc, int k) {
    return new BestHits(minDoc, maxDoc, k, SearchCodes.certified(k));
  }

  static BestHits certified(LeafReader leaf, int k) {
    return certified(0, leaf.maxDoc(), k);
  }

  static BestHits certified(LeafReader leaf, int k, SearchCodes codes) {
    return new BestHits(0, leaf.maxDoc(), k, codes);
  }

  static BestHits scan(int minDoc, int maxDoc, int k) {
    return new BestHits(minDoc, maxDoc, k, SearchCodes.scan());
  }

  static BestHits scan(LeafReader leaf, int k) {
    return scan(0, leaf.maxDoc(), k);
  }

  @Override
  protected double minKey() {
    return best.size() < k ? Double.NEGATIVE_INFINITY : best.last().raw();
  }

  @Override
  public double[] bestRaws() {
    return best.stream().mapToDouble(Hit::raw).toArray();
  }

  @Override
  public void collectRaws(int[] docs, int from, double[] raws, int count) {
    for (int i = 0; i < count; i++) {
      collect(docs[from + i], raws[i]);
    }
  }

  private void collect(int doc, double raw) {
    assertTrue(isAcknowledged());
    assertTrue(doc >= minDoc() && doc < maxDoc(), "document " + doc);
    assertFalse(seen.get(doc), "document " + doc + " comes twice");
    seen.set(doc);
    best.add(new Hit(doc, raw));
    if (best.size() > k) {
      best.pollLast();
    }
  }

  /** The hits, best first. */
  List<Hit> hits() {
    return List.copyOf(best);
  }

  int collected() {
    return seen.cardinality();
  }

  /** Searches field {@code v}. */
  BestHits search(LeafReader leaf, Object target, AcceptDocs acceptDocs) throws IOException {
    return search(leaf, "v", target, acceptDocs);
  }

  BestHits search(LeafReader leaf, String field, Object target, AcceptDocs acceptDocs)
      throws IOException {
    if (target instanceof float[] floats) {
      leaf.searchNearestVectors(field, floats, this, acceptDocs);
    } else {
      leaf.searchNearestVectors(field, (byte[]) target, this, acceptDocs);
    }
    return this;
  }

  /** Checks that this found what {@code scan} did, and that its counts balance. */
  void assertFinds(BestHits scan) {
    assertEquals(scan.hits(), hits());
    assertEquals(collected(), work().scored());
    assertEquals(scan.collected(), collected() + work().pruned().get(PruneStage.COARSE));
    assertEquals(0, work().pruned().get(PruneStage.FINE));
    assertEquals(
        work().pruned().get(PruneStage.COARSE) == 0,
        work().largestPrunedBound() == Double.NEGATIVE_INFINITY);
    assertTrue(
        work().pruned().get(PruneStage.COARSE) == 0 || work().largestPrunedBound() < minRaw(),
        work().largestPrunedBound() + " is not below " + minRaw());
  }
}
