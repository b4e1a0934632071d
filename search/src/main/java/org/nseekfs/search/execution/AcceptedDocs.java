package org.nseekfs.search.execution;

import java.io.IOException;
import org.apache.lucene.index.ExitableDirectoryReader.ExitingReaderException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.search.leaf.VectorLeaf;

/** Which documents of a leaf may be hits, found once and then read by all parts of the leaf. */
final class AcceptedDocs {

  /** Documents between two looks at the clock. */
  private static final int WINDOW = 65_536;

  private AcceptedDocs() {}

  /** All live documents. */
  static AcceptDocs live(VectorLeaf leaf) {
    return AcceptDocs.fromLiveDocs(leaf.reader().getLiveDocs(), leaf.maxDoc());
  }

  /** The live documents that {@code filter} accepts; null if there are none. */
  static AcceptDocs filtered(VectorLeaf leaf, Weight filter, Deadline deadline) throws IOException {
    FixedBitSet accepted = new FixedBitSet(leaf.maxDoc());
    try {
      Scorer scorer = deadline.check() ? null : filter.scorer(leaf.context());
      if (scorer == null) {
        return null;
      }
      collect(scorer.iterator(), accepted, deadline);
    } catch (ExitingReaderException e) {
      // As any passed deadline: what was accepted so far is searched, and the result is flagged.
      deadline.pass();
    }
    applyLiveDocs(leaf.reader(), accepted);
    return accepted.cardinality() == 0 ? null : AcceptDocs.fromLiveDocs(accepted, leaf.maxDoc());
  }

  private static void collect(DocIdSetIterator matches, FixedBitSet accepted, Deadline deadline)
      throws IOException {
    matches.nextDoc();
    for (long from = 0; from < accepted.length() && !deadline.check(); from += WINDOW) {
      int to = (int) Math.min(accepted.length(), from + WINDOW);
      if (matches.docID() < to) {
        matches.intoBitSet(to, accepted, 0);
      }
    }
  }

  private static void applyLiveDocs(LeafReader reader, FixedBitSet accepted) {
    Bits liveDocs = reader.getLiveDocs();
    if (liveDocs != null) {
      liveDocs.applyMask(accepted, 0);
    }
  }
}
