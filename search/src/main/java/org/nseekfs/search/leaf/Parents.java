package org.nseekfs.search.leaf;

import java.io.IOException;
import java.util.List;
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

  /** The parents in {@code leaves}, which are in the order of their documents. */
  public static Parents of(List<VectorLeaf> leaves, BitSetProducer producer) throws IOException {
    Parents parents = new Parents(leaves.size());
    for (int i = 0; i < leaves.size(); i++) {
      parents.docBases[i] = leaves.get(i).context().docBase;
      parents.bits[i] = producer.getBitSet(leaves.get(i).context());
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
