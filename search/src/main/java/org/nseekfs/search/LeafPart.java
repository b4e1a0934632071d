package org.nseekfs.search;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.AcceptDocs;

/**
 * The documents of a leaf from {@code minDoc} to before {@code maxDoc}: what one task searches.
 *
 * @param acceptDocs the documents of the leaf that may be hits; read by several threads
 */
record LeafPart(VectorLeaf leaf, AcceptDocs acceptDocs, int minDoc, int maxDoc) {

  /** Documents below which a task of its own costs more than a second thread gains. */
  static final int MIN_DOCS = 32_768;

  /** Each part keeps k documents, so it should see several times as many. */
  private static final int DOCS_PER_HIT = 4;

  /**
   * Parts of equal size. Leaves in other formats stay whole: their values are read from the first.
   */
  static List<LeafPart> split(VectorLeaf leaf, AcceptDocs acceptDocs, int k) {
    int maxDoc = leaf.maxDoc();
    long minDocs = Math.max(MIN_DOCS, (long) DOCS_PER_HIT * k);
    int count = leaf.isOurs() ? (int) Math.max(1, maxDoc / minDocs) : 1;
    List<LeafPart> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) maxDoc * i / count);
      int to = (int) ((long) maxDoc * (i + 1) / count);
      parts.add(new LeafPart(leaf, acceptDocs, from, to));
    }
    return parts;
  }
}
