package org.nseekfs.cli.retrieval;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How well one way of searching finds the relevant documents of topics, mean of all topics. */
final class RetrievalFigures {

  private final int k;
  private double reciprocalRanks;
  private double gains;
  private double recalls;
  private int topics;

  /** Figures of the first {@code k} documents found for each topic. */
  RetrievalFigures(int k) {
    this.k = k;
  }

  /**
   * Counts a topic.
   *
   * @param found keys of documents, the best first
   * @param relevant keys of those to find, at least one
   */
  void add(List<String> found, Set<String> relevant) {
    Set<String> hits = new HashSet<>();
    double gain = 0;
    int firstRank = 0;
    for (int rank = 1; rank <= Math.min(k, found.size()); rank++) {
      String key = found.get(rank - 1);
      // A key that several documents have is found once.
      if (relevant.contains(key) && hits.add(key)) {
        gain += gain(rank);
        firstRank = firstRank == 0 ? rank : firstRank;
      }
    }
    reciprocalRanks += firstRank == 0 ? 0 : 1d / firstRank;
    gains += gain / idealGain(relevant.size());
    recalls += (double) hits.size() / relevant.size();
    topics++;
  }

  /** What a relevant document is worth at a rank from 1. */
  private static double gain(int rank) {
    return Math.log(2) / Math.log(1 + rank);
  }

  private double idealGain(int relevant) {
    double ideal = 0;
    for (int rank = 1; rank <= Math.min(k, relevant); rank++) {
      ideal += gain(rank);
    }
    return ideal;
  }

  /** The means. */
  WayFigures means(String way) {
    return new WayFigures(way, reciprocalRanks / topics, gains / topics, recalls / topics);
  }
}
