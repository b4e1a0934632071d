package org.nseekfs.search;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.execution.Ranking;
import org.nseekfs.search.explain.Contributions;

/**
 * Explains the hits of a {@link TargetQuery}, and the documents that are none.
 *
 * @param last the worst hit
 * @param figures what the search did
 */
record SearchOrigin(TargetQuery query, Last last, String figures)
    implements RankedDocsQuery.Origin {

  /** A hit, of value equality. */
  record Last(int doc, float score, double raw) {}

  static SearchOrigin of(TargetQuery query, RawScoreDoc last, String figures) {
    return new SearchOrigin(query, new Last(last.doc, last.score, last.raw), figures);
  }

  @Override
  public Explanation explainHit(RankedDocsQuery.AskedDoc asked, RawScoreDoc hit, float score)
      throws IOException {
    return contributions(asked).explainScore(score, query.limit());
  }

  @Override
  public Explanation explainMiss(RankedDocsQuery.AskedDoc asked) throws IOException {
    if (query.getFilter() != null && !accepts(query.getFilter(), asked)) {
      return Explanation.noMatch("not accepted by the filter " + query.getFilter());
    }
    Contributions missed = contributions(asked);
    return missed == null
        ? Contributions.explainNone(query.getField())
        : Explanation.noMatch(
            "not " + query.limit() + ", with score " + missed.score() + " of:",
            missed.explainRaw(),
            shortfall(missed));
  }

  /** How far a document is from being a hit. */
  private Explanation shortfall(Contributions missed) {
    double minRaw = query.question(Ranking.RAW).minRaw();
    if (missed.raw() < minRaw) {
      return Explanation.match(minRaw - missed.raw(), "how far that is below " + minRaw);
    }
    String place = " the last hit, document " + last.doc + " with raw similarity " + last.raw;
    if (missed.raw() < last.raw) {
      return Explanation.match(last.raw - missed.raw(), "how far that is below" + place);
    }
    String reason =
        missed.score() == last.score ? "has the same score and comes first" : query.omission();
    return Explanation.match(
        Certificate.margin(missed.raw(), last.raw),
        "how far that is above" + place + ", which " + reason);
  }

  private Contributions contributions(RankedDocsQuery.AskedDoc asked) throws IOException {
    return Contributions.of(asked.context(), query.getField(), query.getTarget(), asked.doc());
  }

  private static boolean accepts(Query filter, RankedDocsQuery.AskedDoc asked) throws IOException {
    IndexSearcher searcher = asked.searcher();
    Query rewritten = searcher.rewrite(new ConstantScoreQuery(filter));
    Scorer scorer =
        searcher.createWeight(rewritten, ScoreMode.COMPLETE_NO_SCORES, 1f).scorer(asked.context());
    if (scorer == null) {
      return false;
    }
    DocIdSetIterator matches = scorer.iterator();
    return matches.advance(asked.doc()) == asked.doc();
  }

  /** Without the figures: how much is pruned depends on the order in which threads run. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SearchOrigin that && query.equals(that.query) && last.equals(that.last);
  }

  @Override
  public int hashCode() {
    return Objects.hash(query, last);
  }

  @Override
  public String toString() {
    return query + ": " + figures;
  }
}
