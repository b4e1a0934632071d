package org.nseekfs.search.execution;

import java.util.ArrayList;
import java.util.List;
import org.nseekfs.search.leaf.VectorLeaf;

/** The documents of a leaf from {@code minDoc} to before {@code maxDoc}: what one task searches. */
record LeafPart(VectorLeaf leaf, int minDoc, int maxDoc) {

  /** Each thread keeps k documents, so a part should have several times as many. */
  private static final int DOCS_PER_HIT = 4;

  /**
   * Parts of equal size. Leaves in other formats stay whole: their values are read from the first.
   *
   * <p>Nothing tells whether a searcher has threads to run them. Where it has none they cost little
   * more than the whole, since {@link SharedSearch} hands what one has learned to the next.
   *
   * @param minPartDocs documents that a part should have
   */
  static List<LeafPart> split(VectorLeaf leaf, int k, int minPartDocs) {
    int maxDoc = leaf.maxDoc();
    long minDocs = Math.max(minPartDocs, (long) DOCS_PER_HIT * k);
    int count = leaf.isOurs() ? (int) Math.max(1, maxDoc / minDocs) : 1;
    List<LeafPart> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) maxDoc * i / count);
      int to = (int) ((long) maxDoc * (i + 1) / count);
      parts.add(new LeafPart(leaf, from, to));
    }
    return parts;
  }
}
