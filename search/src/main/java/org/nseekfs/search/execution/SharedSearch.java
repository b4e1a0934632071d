package org.nseekfs.search.execution;

import org.nseekfs.codec.spi.SearchCodes;

/** What the parts of one search have in common. */
record SharedSearch(
    Question question,
    SearchCodes codes,
    SharedThreshold threshold,
    BestDocsPool best,
    Deadline deadline) {

  static SharedSearch of(Question question, SearchMode mode, BestDocsPool best, Deadline deadline) {
    return new SharedSearch(
        question,
        mode.codes().apply(question.expectedHits()),
        new SharedThreshold(question.minRaw()),
        best,
        deadline);
  }
}
