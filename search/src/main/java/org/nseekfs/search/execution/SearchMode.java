package org.nseekfs.search.execution;

import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.nseekfs.codec.spi.SearchCodes;
import org.nseekfs.search.leaf.VectorLeaf;

/**
 * How a search gets around scoring every document, if it does.
 *
 * @param boundKind the name of the bound that prunes
 * @param codes what shares codes among the parts of a search, by how many documents it expects
 * @param minPartDocs documents of a leaf below which a part of it is not worth a task of its own
 */
public record SearchMode(
    String boundKind, IntFunction<SearchCodes> codes, ToIntFunction<VectorLeaf> minPartDocs) {

  /** Documents below which a task of its own costs more than a second thread gains. */
  public static final int MIN_DOCS = 32_768;

  /** The same where codes are searched, which takes a small part of the time. */
  static final int MIN_CODED_DOCS = 131_072;

  /** Documents whose codes show that they are no hits are not scored. */
  public static final SearchMode CERTIFIED =
      new SearchMode(
          "weighted Cauchy-Schwarz over principal directions",
          SearchCodes::certified,
          leaf -> leaf.hasCodes() ? MIN_CODED_DOCS : MIN_DOCS);

  /** Every document is scored. */
  public static final SearchMode SCAN =
      new SearchMode("none", k -> SearchCodes.scan(), leaf -> MIN_DOCS);

  /**
   * Documents whose sign codes make them unlikely hits are not scored. Buckets have documents of
   * all parts of a leaf, so that stays whole.
   */
  public static SearchMode lsh(double recallTarget) {
    return new SearchMode(
        "none",
        k -> SearchCodes.lsh(k, recallTarget),
        leaf -> leaf.hasBuckets() ? Integer.MAX_VALUE : CERTIFIED.minPartDocs.applyAsInt(leaf));
  }
}
