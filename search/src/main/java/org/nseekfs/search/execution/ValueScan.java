package org.nseekfs.search.execution;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.kernel.sum.RowScorer;
import org.nseekfs.search.leaf.StoredVectors;
import org.nseekfs.search.leaf.VectorLeaf;

/**
 * Scores the vector values of a leaf whose reader does not: each is written as a row of the leaf's
 * element type and scored by that type's kernel, so its raw value has the bits that our reader
 * would find. The type is F32 or BYTE where the format is not ours.
 */
final class ValueScan {

  /** Rows scored at once. */
  private static final int BLOCK = 64;

  private final VectorLeaf leaf;
  private final RawCollector hits;
  private final RowScorer scorer;
  private final int[] docs = new int[BLOCK];
  private final double[] raws = new double[BLOCK];

  ValueScan(VectorLeaf leaf, QueryVector target, RawCollector hits) {
    this.leaf = leaf;
    this.hits = hits;
    this.scorer = RowScorer.of(leaf.type(), leaf.similarity(), target);
  }

  /** Offers all documents that {@code hits} asks for; whether the leaf has any vector. */
  boolean run(AcceptDocs acceptDocs) throws IOException {
    StoredVectors vectors = StoredVectors.of(leaf);
    if (vectors == null) {
      return false;
    }
    hits.acknowledge(hits);
    try (Arena arena = Arena.ofConfined()) {
      scan(vectors, acceptDocs.bits(), arena.allocate((long) BLOCK * scorer.rowBytes()));
    }
    return true;
  }

  private void scan(StoredVectors vectors, Bits acceptBits, MemorySegment rows) throws IOException {
    DocIdSetIterator documents = vectors.documents();
    int count = 0;
    for (int doc = documents.advance(hits.minDoc());
        doc < hits.maxDoc();
        doc = documents.nextDoc()) {
      if (acceptBits == null || acceptBits.get(doc)) {
        vectors.writeRow(rows, (long) count * scorer.rowBytes());
        docs[count++] = doc;
      }
      if (count == BLOCK) {
        scoreBlock(rows, count);
        count = 0;
        if (hits.isDone()) {
          return;
        }
      }
    }
    scoreBlock(rows, count);
  }

  private void scoreBlock(MemorySegment rows, int count) {
    scorer.scoreBulk(rows, 0, count, raws);
    hits.collectRaws(docs, 0, raws, count);
    hits.scored(count, (long) count * scorer.rowBytes());
  }
}
