package org.nseekfs.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.search.IndexSearcher;
import org.nseekfs.search.fusion.Fusion;

/** The lists that a hybrid query's clauses found, and the one that its fusion makes of them. */
final class FusedHits {

  private final HybridQuery query;
  private final List<RankedList> lists;
  private final RawScoreDoc[] ranked;

  private FusedHits(HybridQuery query, List<RankedList> lists) {
    this.query = query;
    this.lists = lists;
    Map<Integer, List<Fusion.Place>> places = new HashMap<>();
    for (RankedList list : lists) {
      for (int slot = 0; slot < list.size(); slot++) {
        places.computeIfAbsent(list.doc(slot), doc -> new ArrayList<>()).add(list.place(slot));
      }
    }
    this.ranked =
        places.entrySet().stream()
            .map(entry -> fuse(entry.getKey(), entry.getValue()))
            .sorted(Ranking.SCORE.bestFirst())
            .toArray(RawScoreDoc[]::new);
  }

  /** Searches clause by clause. */
  static FusedHits search(HybridQuery query, IndexSearcher searcher) throws IOException {
    List<RankedList> lists = new ArrayList<>();
    for (HybridClause clause : query.getClauses()) {
      lists.add(RankedList.search(clause, query.getFusion(), searcher));
    }
    return new FusedHits(query, lists);
  }

  private RawScoreDoc fuse(int doc, List<Fusion.Place> places) {
    double fused = query.getFusion().combine(places);
    float score = (float) fused;
    if (!(score >= 0 && score <= Float.MAX_VALUE)) {
      throw new IllegalStateException(
          "fusion "
              + query.getFusion()
              + " must make scores of at least 0 that are finite floats, got "
              + fused
              + " for document "
              + doc);
    }
    // Some of Lucene's collectors take a score of 0 for no match.
    return new RawScoreDoc(doc, Math.max(score, Float.MIN_VALUE), fused);
  }

  List<RankedList> lists() {
    return lists;
  }

  /** The hits of the query, best first. */
  RawScoreDoc[] best() {
    return Arrays.copyOf(ranked, Math.min(query.getK(), ranked.length));
  }

  /** How many documents are in any list. */
  int size() {
    return ranked.length;
  }

  /** The document of a rank from 1. */
  RawScoreDoc hit(int rank) {
    return ranked[rank - 1];
  }

  /** The rank of a document, from 1; 0 if it is in no list. */
  int rank(int doc) {
    for (int slot = 0; slot < ranked.length; slot++) {
      if (ranked[slot].doc == doc) {
        return slot + 1;
      }
    }
    return 0;
  }
}
