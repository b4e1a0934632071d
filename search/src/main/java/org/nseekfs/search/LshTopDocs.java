package org.nseekfs.search;

import org.nseekfs.search.execution.SearchResult;
import org.nseekfs.search.leaf.VectorLeaves;

/**
 * Nearest documents found to a recall target, nearest first; documents that are equally near by
 * document id. Their raw similarities are exact: what may be missing is a document.
 *
 * <p>{@code totalHits} counts the documents considered: those that are live, have a vector and are
 * accepted by the filter. Each was either scored, or passed over because an estimate made it an
 * unlikely hit, or showed by a bound to be none.
 */
public final class LshTopDocs extends VectorTopDocs {

  /** Why a search scored no more documents. */
  public enum StopReason {
    /** The documents left are unlikely hits: what is missed by that is within the recall target. */
    RECALL_TARGET,
    /** Nothing was left: every hit is found. */
    EXACT,
    /** The searcher's timeout passed, or what wraps a reader's collector ended its search. */
    TIMEOUT
  }

  private final double recallTarget;

  LshTopDocs(VectorLeaves leaves, SearchResult result, double recallTarget) {
    super(leaves, result);
    this.recallTarget = recallTarget;
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
    return result().estimatedRecall();
  }

  /** Why no more documents were scored. */
  public StopReason stopReason() {
    if (isPartial()) {
      return StopReason.TIMEOUT;
    }
    return result().work().passedOver() > 0 ? StopReason.RECALL_TARGET : StopReason.EXACT;
  }

  /** Documents whose sign codes were read. */
  public long signCodesRead() {
    return result().work().signCodesRead();
  }

  /** Buckets that were read. */
  public long bucketsProbed() {
    return result().work().bucketsProbed();
  }

  /**
   * Segments, or parts of them, that were searched exactly from the beginning: they are small, few
   * of their documents are accepted, or they have no sign codes.
   */
  public int fallbacks() {
    return result().fallbacks();
  }
}
