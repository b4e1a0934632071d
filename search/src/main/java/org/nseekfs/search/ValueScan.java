package org.nseekfs.search;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.util.Bits;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.RowScorer;

/**
 * Scores the vector values of a leaf whose reader does not: each is written as a row of the leaf's
 * element type and scored by that type's kernel, so its raw value has the bits that our reader
 * would find. The type is F32 or BYTE where the format is not ours.
 */
final class ValueScan {

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
    this.scorer = search.question().target().scorer(part.leaf().type(), part.leaf().similarity());
  }

  /** Offers all documents of the part to the strategy; whether the leaf has any vector. */
  boolean run(AcceptDocs acceptDocs) throws IOException {
    KnnVectorValues values = values(part.leaf());
    if (values == null || values.size() == 0) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      scan(values, acceptDocs.bits(), arena.allocate((long) BLOCK * scorer.rowBytes()));
    }
    return true;
  }

  private static KnnVectorValues values(VectorLeaf leaf) throws IOException {
    LeafReader reader = leaf.reader();
    return leaf.type().isFloat()
        ? reader.getFloatVectorValues(leaf.field())
        : reader.getByteVectorValues(leaf.field());
  }

  private void scan(KnnVectorValues values, Bits acceptBits, MemorySegment rows)
      throws IOException {
    KnnVectorValues.DocIndexIterator iterator = values.iterator();
    int count = 0;
    // Not every iterator knows its index after advance(), so all documents are walked.
    for (int doc = iterator.nextDoc(); doc < part.maxDoc(); doc = iterator.nextDoc()) {
      if (doc >= part.minDoc() && (acceptBits == null || acceptBits.get(doc))) {
        writeRow(values, iterator.index(), rows, (long) count * scorer.rowBytes());
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

  private void writeRow(KnnVectorValues values, int ord, MemorySegment rows, long offset)
      throws IOException {
    ElementType type = part.leaf().type();
    switch (values) {
      case FloatVectorValues floats -> type.encode(floats.vectorValue(ord), rows, offset);
      case ByteVectorValues bytes ->
          MemorySegment.copy(
              bytes.vectorValue(ord), 0, rows, ValueLayout.JAVA_BYTE, offset, scorer.rowBytes());
      default -> throw new IllegalStateException("not vector values: " + values.getClass());
    }
  }

  private void scoreBlock(MemorySegment rows, int count) {
    scorer.scoreBulk(rows, 0, count, raws);
    for (int i = 0; i < count; i++) {
      strategy.collect(docs[i], raws[i]);
    }
    strategy.count(count, (long) count * scorer.rowBytes());
    strategy.exchangeThreshold();
  }
}
