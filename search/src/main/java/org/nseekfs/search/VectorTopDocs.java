package org.nseekfs.search;

import java.util.List;
import org.apache.lucene.search.TopDocs;
import org.nseekfs.search.execution.BestDocs;
import org.nseekfs.search.execution.SearchResult;
import org.nseekfs.search.leaf.VectorLeaves;

/**
 * The documents that a vector search found, nearest first, documents that are equally near by
 * document id; and what was done for it.
 *
 * <p>{@code totalHits} counts the documents considered: those that are live, have a vector and are
 * accepted by the filter.
 */
public abstract sealed class VectorTopDocs extends TopDocs permits CertifiedTopDocs, LshTopDocs {

  private final SearchResult result;

  VectorTopDocs(VectorLeaves leaves, SearchResult result) {
    super(result.totalHits(), hits(result, leaves));
    this.result = result;
  }

  /** The hits of a search, best first. */
  static RawScoreDoc[] hits(SearchResult result, VectorLeaves leaves) {
    BestDocs best = result.best();
    RawScoreDoc[] hits = new RawScoreDoc[best.size()];
    for (int rank = 0; rank < hits.length; rank++) {
      double raw = best.raw(rank);
      // All leaves score alike: their vectors fit one target, under one similarity function.
      hits[rank] = new RawScoreDoc(best.doc(rank), leaves.leaves().getFirst().score(raw), raw);
    }
    return hits;
  }

  /** What was done. */
  final SearchResult result() {
    return result;
  }

  /** The hit at {@code rank}, counted from 0. */
  public final RawScoreDoc hit(int rank) {
    return (RawScoreDoc) scoreDocs[rank];
  }

  /**
   * Whether a timeout, or a reader of another's that wraps the collector, ended the search before
   * every document was considered.
   */
  public final boolean isPartial() {
    return result.isPartial();
  }

  /** Documents whose stored vectors were scored. */
  public final long documentsScored() {
    return result.work().scored();
  }

  /** Bytes that were read of stored vectors and their codes. */
  public final long bytesRead() {
    return result.work().bytesRead();
  }

  /**
   * Segments in another format than {@link org.nseekfs.codec.NSeekVectorsFormat}, scored one vector
   * at a time: as exact, but slower.
   */
  public final List<String> foreignSegments() {
    return result.foreignSegments();
  }
}
