package org.nseekfs.search.hybrid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.nseekfs.search.RawScoreDoc;

/** The lists that a hybrid query's clauses found, and the one that its fusion makes of them. */
final class FusedHits {

  private final HybridQuery query;
  private final List<RankedList> lists;
  private final RawScoreDoc[] ranked;

  private FusedHits(HybridQuery query, List<RankedList> lists) {
    this.query = query;
    this.lists = lists;
    List<ScoredList<Integer>> scored = lists.stream().map(RankedList::hits).toList();
    this.ranked =
        FusedHit.fuse(query.getFusion(), scored, Comparator.<Integer>naturalOrder()).stream()
            .map(hit -> new RawScoreDoc(hit.key(), hit.score(), hit.fused()))
            .toArray(RawScoreDoc[]::new);
  }

  /** Searches clause by clause. */
  static FusedHits search(HybridQuery query, IndexSearcher searcher) throws IOException {
    List<RankedList> lists = new ArrayList<>();
    for (HybridClause clause : query.getClauses()) {
      lists.add(RankedList.search(lists.size() + 1, clause, query.getFusion(), searcher));
    }
    return new FusedHits(query, lists);
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
