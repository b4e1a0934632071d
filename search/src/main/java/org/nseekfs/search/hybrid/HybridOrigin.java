package org.nseekfs.search.hybrid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Matches;
import org.apache.lucene.search.MatchesUtils;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.nseekfs.search.RankedDocsQuery;
import org.nseekfs.search.RawScoreDoc;
import org.nseekfs.search.TargetQuery;

/** Explains the hits of a {@link HybridQuery} by its lists, and the documents that are none. */
final class HybridOrigin implements RankedDocsQuery.Origin {

  private final HybridQuery query;
  private final FusedHits hits;

  HybridOrigin(HybridQuery query, FusedHits hits) {
    this.query = query;
    this.hits = hits;
  }

  @Override
  public Explanation explainHit(RankedDocsQuery.AskedDoc asked, RawScoreDoc hit, float score)
      throws IOException {
    return Explanation.match(
        score,
        "fused rank "
            + hits.rank(hit.doc)
            + " of "
            + hits.size()
            + ", computed as "
            + query.getFusion()
            + " from:",
        explainLists(asked));
  }

  @Override
  public Explanation explainMiss(RankedDocsQuery.AskedDoc asked) throws IOException {
    int rank = hits.rank(asked.foundDoc());
    if (rank == 0 && hits.size() < query.getK()) {
      return Explanation.noMatch("in no list:", explainLists(asked));
    }
    double fused = rank == 0 ? 0 : hits.hit(rank).raw;
    RawScoreDoc last = hits.hit(query.getK());
    return Explanation.noMatch(
        (rank == 0 ? "in no list" : "fused rank " + rank + " of " + hits.size())
            + ", fused score "
            + fused
            + ", "
            + (last.raw - fused)
            + " below rank "
            + query.getK()
            + " with "
            + last.raw
            + ", to which it loses most in "
            + greatestLoss(asked.foundDoc(), last.doc)
            + ":",
        explainLists(asked));
  }

  /** The list in which {@code winner} gets most more than {@code doc}; of several the first. */
  private RankedList greatestLoss(int doc, int winner) {
    RankedList greatest = hits.lists().getFirst();
    for (RankedList list : hits.lists()) {
      if (list.loss(doc, winner) > greatest.loss(doc, winner)) {
        greatest = list;
      }
    }
    return greatest;
  }

  private List<Explanation> explainLists(RankedDocsQuery.AskedDoc asked) throws IOException {
    List<Explanation> explanations = new ArrayList<>();
    for (RankedList list : hits.lists()) {
      Explanation own =
          asked.searcher().explain(list.clause().query(), asked.context().docBase + asked.doc());
      explanations.add(list.hits().explain(asked.foundDoc(), own));
    }
    return explanations;
  }

  /**
   * Where the clauses that are no vector queries match: highlighters look for that. Some do so in a
   * reader of their own, of a single leaf, in which the lists are not those that found the
   * document: there it counts as a hit.
   */
  @Override
  public Matches matches(RankedDocsQuery.AskedDoc asked, boolean isHit) throws IOException {
    if (!isHit && !asked.context().isTopLevel) {
      return null;
    }
    List<Matches> matches = new ArrayList<>();
    for (HybridClause clause : query.getClauses()) {
      Matches ofClause =
          clause.query() instanceof TargetQuery ? null : matches(clause.query(), asked);
      if (ofClause != null) {
        matches.add(ofClause);
      }
    }
    return matches.isEmpty() && isHit
        ? MatchesUtils.MATCH_WITH_NO_TERMS
        : MatchesUtils.fromSubMatches(matches);
  }

  private static Matches matches(Query clause, RankedDocsQuery.AskedDoc asked) throws IOException {
    IndexSearcher searcher = asked.searcher();
    Weight weight =
        searcher.createWeight(searcher.rewrite(clause), ScoreMode.COMPLETE_NO_SCORES, 1);
    return weight.matches(asked.context(), asked.doc());
  }

  /** By the query: in one reader it has one result. */
  @Override
  public boolean equals(Object other) {
    return other instanceof HybridOrigin origin && query.equals(origin.query);
  }

  @Override
  public int hashCode() {
    return query.hashCode();
  }

  @Override
  public String toString() {
    return query.toString();
  }
}
