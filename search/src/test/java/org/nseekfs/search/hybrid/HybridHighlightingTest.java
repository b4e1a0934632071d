package org.nseekfs.search.hybrid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Matches;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HybridHighlightingTest {
  private static final int K = 40;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void highlightersMarkTheWordsOfItsText(boolean byMatches) throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      IndexSearcher searcher = index.searcher();
      UnifiedHighlighter highlighter =
          UnifiedHighlighter.builder(searcher, new StandardAnalyzer())
              .withWeightMatches(byMatches)
              .build();
      HybridQuery light =
          new HybridQuery(
              List.of(
                  new HybridClause(index.vectorQuery(100), 10, 100),
                  new HybridClause(index.textQuery(), .1f, 100)),
              ReciprocalRankFusion.DEFAULT,
              K);
      for (HybridQuery query : List.of(index.query(ReciprocalRankFusion.DEFAULT, K, 100), light)) {
        Query text =
            new BooleanQuery.Builder()
                .add(query.getClauses().get(0).query(), Occur.SHOULD)
                .add(query.getClauses().get(1).query(), Occur.SHOULD)
                .build();
        TopDocs found = searcher.search(query, K);
        String[] marked = highlighter.highlight(HybridIndex.BODY, query, found);
        assertArrayEquals(highlighter.highlight(HybridIndex.BODY, text, found), marked);
        assertTrue(
            Arrays.stream(marked).filter(passage -> passage.contains("<b>")).count() > K / 8);
      }
    }
  }

  @Test
  void whereADocumentMatchesIsWhereItsTextDoes() throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      IndexSearcher searcher = index.searcher();
      HybridQuery query = index.query(ReciprocalRankFusion.DEFAULT, K, 100);
      Query text = query.getClauses().getFirst().query();
      Weight ofText = searcher.createWeight(searcher.rewrite(text), ScoreMode.COMPLETE, 1);
      Weight ofBoth = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE, 1);
      Set<Integer> hits =
          Arrays.stream(searcher.search(query, K).scoreDocs)
              .map(hit -> hit.doc)
              .collect(Collectors.toSet());
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
          Matches matches = ofBoth.matches(leaf, doc);
          assertEquals(hits.contains(leaf.docBase + doc), matches != null);
          if (matches != null) {
            assertEquals(
                ofText.matches(leaf, doc) != null, matches.getMatches(HybridIndex.BODY) != null);
          }
        }
      }
    }
  }
}
