package org.nseekfs.search;

import org.nseekfs.codec.SearchCodes;

/** How a search gets around scoring every document, if it does. */
enum SearchMode {
  /** Documents whose codes show that they are no hits are not scored. */
  CERTIFIED("weighted Cauchy-Schwarz over principal directions") {
    @Override
    SearchCodes codes(int k) {
      return SearchCodes.certified(k);
    }
  },
  /** Every document is scored. */
  SCAN("none") {
    @Override
    SearchCodes codes(int k) {
      return SearchCodes.scan();
    }
  };

  private final String boundKind;

  SearchMode(String boundKind) {
    this.boundKind = boundKind;
  }

  /** What shares codes among the parts of a search for {@code k} documents. */
  abstract SearchCodes codes(int k);

  /** The name of the bound that prunes. */
  String boundKind() {
    return boundKind;
  }
}
