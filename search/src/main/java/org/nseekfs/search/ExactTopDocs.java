package org.nseekfs.search;

import java.util.List;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;

/**
 * The exact nearest documents, nearest first; documents that are equally near by document id.
 *
 * <p>{@code totalHits} counts the documents that were compared: those that are live, have a vector
 * and are accepted by the filter.
 */
public final class ExactTopDocs extends TopDocs {

  private final long documentsScored;
  private final long bytesRead;
  private final List<String> foreignSegments;

  ExactTopDocs(
      TotalHits totalHits,
      RawScoreDoc[] hits,
      long documentsScored,
      long bytesRead,
      List<String> foreignSegments) {
    super(totalHits, hits);
    this.documentsScored = documentsScored;
    this.bytesRead = bytesRead;
    this.foreignSegments = List.copyOf(foreignSegments);
  }

  /** The hit at {@code rank}, counted from 0. */
  public RawScoreDoc hit(int rank) {
    return (RawScoreDoc) scoreDocs[rank];
  }

  /** Whether a timeout ended the search before every document was compared. */
  public boolean isPartial() {
    return totalHits.relation() != TotalHits.Relation.EQUAL_TO;
  }

  /** Documents whose stored vectors were scored. */
  public long documentsScored() {
    return documentsScored;
  }

  /** Bytes of stored vectors that were read. */
  public long bytesRead() {
    return bytesRead;
  }

  /**
   * Segments in another format than {@link org.nseekfs.codec.NSeekVectorsFormat}, scored one vector
   * at a time: as exact, but slower.
   */
  public List<String> foreignSegments() {
    return foreignSegments;
  }
}
