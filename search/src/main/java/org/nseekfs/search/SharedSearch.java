package org.nseekfs.search;

/** What the parts of one search have in common. */
record SharedSearch(
    Target target, int k, Ranking ranking, SharedThreshold threshold, Deadline deadline) {

  SharedSearch(Target target, int k, Ranking ranking, Deadline deadline) {
    this(target, k, ranking, new SharedThreshold(), deadline);
  }
}
