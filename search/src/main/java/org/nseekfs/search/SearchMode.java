package org.nseekfs.search;

import java.util.function.IntFunction;
import org.nseekfs.codec.SearchCodes;

/**
 * How a search gets around scoring every document, if it does.
 *
 * @param boundKind the name of the bound that prunes
 * @param codes what shares codes among the parts of a search, by how many documents it expects
 */
record SearchMode(String boundKind, IntFunction<SearchCodes> codes) {

  /** Documents whose codes show that they are no hits are not scored. */
  static final SearchMode CERTIFIED =
      new SearchMode("weighted Cauchy-Schwarz over principal directions", SearchCodes::certified);

  /** Every document is scored. */
  static final SearchMode SCAN = new SearchMode("none", k -> SearchCodes.scan());

  /** Documents whose sign codes make them unlikely hits are not scored. */
  static SearchMode lsh(double recallTarget) {
    return new SearchMode("none", k -> SearchCodes.lsh(k, recallTarget));
  }
}
