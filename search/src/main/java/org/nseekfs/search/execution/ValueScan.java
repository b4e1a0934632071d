package org.nseekfs.search.execution;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.nseekfs.quantization.kernel.sum.RowScorer;
import org.nseekfs.search.leaf.StoredVectors;

/**
 * Scores the vector values of a leaf whose reader does not: each is written as a row of the leaf's
 * element type and scored by that type's kernel, so its raw value has the bits that our reader
 * would find. The type is F32 or BYTE where the format is not ours.
 */
public final class ValueScan {

  /** Rows scored at once. */
  private static final int BLOCK = 64;

  private final LeafPart part;
  private final PartStrategy strategy;
  private final Deadline deadline;
  private final RowScorer scorer;
  private final int[] docs = new int[BLOCK];
  private final double[] raws = new double[BLOCK];

  ValueScan(LeafPart part, SharedSearch search, PartStrategy strategy) {
    this.part = part;
    this.strategy = strategy;
    this.deadline = search.deadline();
    this.scorer =
        RowScorer.of(part.leaf().type(), part.leaf().similarity(), search.question().target());
  }

  /** Offers all documents of the part to the strategy; whether the leaf has any vector. */
  boolean run(AcceptDocs acceptDocs) throws IOException {
    StoredVectors vectors = StoredVectors.of(part.leaf());
    if (vectors == null) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      scan(vectors, acceptDocs.bits(), arena.allocate((long) BLOCK * scorer.rowBytes()));
    }
    return true;
  }

  private void scan(StoredVectors vectors, Bits acceptBits, MemorySegment rows) throws IOException {
    DocIdSetIterator documents = vectors.documents();
    int count = 0;
    for (int doc = documents.advance(part.minDoc());
        doc < part.maxDoc();
        doc = documents.nextDoc()) {
      if (acceptBits == null || acceptBits.get(doc)) {
        vectors.writeRow(rows, (long) count * scorer.rowBytes());
        docs[count++] = doc;
      }
      if (count == BLOCK) {
        scoreBlock(rows, count);
        count = 0;
        if (deadline.check()) {
          return;
        }
      }
    }
    scoreBlock(rows, count);
  }

  private void scoreBlock(MemorySegment rows, int count) {
    scorer.scoreBulk(rows, 0, count, raws);
    for (int i = 0; i < count; i++) {
      strategy.collect(docs[i], raws[i]);
    }
    strategy.work().count(count, (long) count * scorer.rowBytes());
    strategy.exchangeThreshold();
  }
}
