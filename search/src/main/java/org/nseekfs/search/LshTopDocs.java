package org.nseekfs.search;

import java.util.List;
import org.apache.lucene.search.TopDocs;
import org.nseekfs.search.execution.SearchWork;
import org.nseekfs.search.execution.VectorSearch;
import org.nseekfs.search.leaf.VectorLeaves;

/**
 * Nearest documents found to a recall target, nearest first; documents that are equally near by
 * document id. Their raw similarities are exact: what may be missing is a document.
 *
 * <p>{@code totalHits} counts the documents considered: those that are live, have a vector and are
 * accepted by the filter. Each was either scored, or passed over because an estimate made it an
 * unlikely hit, or showed by a bound to be none.
 */
public final class LshTopDocs extends TopDocs {

  /** Why a search scored no more documents. */
  public enum StopReason {
    /** The documents left are unlikely hits: what is missed by that is within the recall target. */
    RECALL_TARGET,
    /** Nothing was left: every hit is found. */
    EXACT,
    /** The searcher's timeout passed. */
    TIMEOUT
  }

  private final double recallTarget;
  private final VectorSearch.Found found;

  LshTopDocs(VectorLeaves leaves, VectorSearch.Found found, double recallTarget) {
    super(found.totalHits(), TargetQuery.hits(found, leaves));
    this.recallTarget = recallTarget;
    this.found = found;
  }

  /** The hit at {@code rank}, counted from 0. */
  public RawScoreDoc hit(int rank) {
    return (RawScoreDoc) scoreDocs[rank];
  }

  /** Whether a timeout ended the search before every document was considered. */
  public boolean isPartial() {
    return found.isPartial();
  }

  /** The share of the true hits that was asked for. */
  public double recallTarget() {
    return recallTarget;
  }

  /**
   * The share of the true hits that is expected to be found: the hits, over these and those that
   * are to be expected among the documents passed over; 1 if there are none such. Of the documents
   * considered, where the search is {@link #isPartial partial}. A mean over queries tells what is
   * delivered within a few hundredths; of a single query it tells less.
   */
  public double estimatedRecall() {
    return work().estimatedRecall();
  }

  /** Why no more documents were scored. */
  public StopReason stopReason() {
    if (isPartial()) {
      return StopReason.TIMEOUT;
    }
    return work().done().passedOver() > 0 ? StopReason.RECALL_TARGET : StopReason.EXACT;
  }

  /** Documents whose stored vectors were scored. */
  public long documentsScored() {
    return work().done().scored();
  }

  /** Documents whose sign codes were read. */
  public long signCodesRead() {
    return work().done().signCodesRead();
  }

  /** Buckets that were read. */
  public long bucketsProbed() {
    return work().done().bucketsProbed();
  }

  /** Bytes that were read of stored vectors and their codes. */
  public long bytesRead() {
    return work().done().bytesRead();
  }

  /**
   * Segments, or parts of them, that were searched exactly from the beginning: they are small, few
   * of their documents are accepted, or they have no sign codes.
   */
  public int fallbacks() {
    return work().fallbacks();
  }

  /** Segments in other formats, searched exactly, one vector at a time. */
  public List<String> foreignSegments() {
    return work().foreignSegments();
  }

  private SearchWork work() {
    return found.work();
  }
}
