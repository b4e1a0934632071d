package org.nseekfs.search;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;

/** Explains the hits of an {@link TargetQuery}, and the documents that are none. */
record SearchOrigin(TargetQuery query) implements RankedDocsQuery.Origin {

  @Override
  public Explanation explainHit(RankedDocsQuery.AskedDoc asked, RawScoreDoc hit, float score) {
    return Explanation.match(
        score,
        query.limit() + ", computed as score of the similarity from:",
        rawSimilarity(hit.raw));
  }

  @Override
  public Explanation explainMiss(RankedDocsQuery.AskedDoc asked) throws IOException {
    IndexSearcher searcher = asked.searcher();
    LeafReaderContext context = asked.context();
    if (query.getFilter() != null && !accepts(query.getFilter(), searcher, context, asked.doc())) {
      return Explanation.noMatch("not accepted by the filter " + query.getFilter());
    }
    FieldInfo fieldInfo = context.reader().getFieldInfos().fieldInfo(query.getField());
    if (fieldInfo == null || !fieldInfo.hasVectorValues()) {
      return noVector();
    }
    VectorSearch.Request request =
        new VectorSearch.Request(
            query, Question.nearest(query.target(), 1, Ranking.RAW), SearchMode.SCAN);
    VectorSearch.Found alone =
        new VectorSearch(searcher, List.of(VectorLeaf.of(context, fieldInfo)))
            .searchDocument(request, asked.doc());
    if (alone.isPartial()) {
      return Explanation.noMatch("not compared: the searcher's timeout has passed");
    }
    if (alone.hits().length == 0) {
      return noVector();
    }
    return Explanation.noMatch(
        "not " + query.limit() + ", with score " + alone.hits()[0].score + " of:",
        rawSimilarity(alone.hits()[0].raw));
  }

  private static boolean accepts(
      Query filter, IndexSearcher searcher, LeafReaderContext context, int doc) throws IOException {
    Query rewritten = searcher.rewrite(new ConstantScoreQuery(filter));
    Scorer scorer =
        searcher.createWeight(rewritten, ScoreMode.COMPLETE_NO_SCORES, 1f).scorer(context);
    if (scorer == null) {
      return false;
    }
    DocIdSetIterator matches = scorer.iterator();
    return matches.advance(doc) == doc;
  }

  private Explanation noVector() {
    return Explanation.noMatch("no vector in field \"" + query.getField() + "\"");
  }

  private Explanation rawSimilarity(double raw) {
    return Explanation.match(
        raw, "raw similarity of field \"" + query.getField() + "\" and " + query.target());
  }

  @Override
  public String toString() {
    return query.toString();
  }
}
