package org.nseekfs.search.leaf;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.util.BitSet;

/** The parent of each child document of a reader: the first parent document after it. */
public final class Parents {

  /** What a document without a parent has: a parent itself, or one that no parent follows. */
  public static final int NONE = -1;

  private final int[] docBases;

  /** For each leaf; null where it has no parents. */
  private final BitSet[] bits;

  private Parents(int leaves) {
    docBases = new int[leaves];
    bits = new BitSet[leaves];
  }

  /** The parents in {@code leaves}. */
  public static Parents of(List<VectorLeaf> leaves, BitSetProducer producer) throws IOException {
    List<LeafReaderContext> contexts =
        leaves.stream()
            .map(VectorLeaf::context)
            .sorted(Comparator.comparingInt(context -> context.docBase))
            .toList();
    Parents parents = new Parents(contexts.size());
    for (int i = 0; i < contexts.size(); i++) {
      parents.docBases[i] = contexts.get(i).docBase;
      parents.bits[i] = producer.getBitSet(contexts.get(i));
    }
    return parents;
  }

  /** The parent of {@code doc}, which must be in one of the leaves; or {@link #NONE}. */
  public int of(int doc) {
    int leaf = ReaderUtil.subIndex(doc, docBases);
    int leafDoc = doc - docBases[leaf];
    if (bits[leaf] == null) {
      return NONE;
    }
    int parent = bits[leaf].nextSetBit(leafDoc);
    return parent == DocIdSetIterator.NO_MORE_DOCS || parent == leafDoc
        ? NONE
        : docBases[leaf] + parent;
  }
}
