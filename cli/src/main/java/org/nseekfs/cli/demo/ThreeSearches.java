package org.nseekfs.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.util.QueryBuilder;
import org.nseekfs.cli.index.DocumentText;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.search.RawScoreDoc;

/** Answers questions by text, by vector and by both. */
public final class ThreeSearches {

  /** Hits shown of each list. */
  public static final int SHOWN = 5;

  /** Hits of each list that take part in the fusion. */
  private static final int FUSED = 100;

  /** The constant of reciprocal rank fusion, as its authors chose it. */
  private static final int RANK_CONSTANT = 60;

  private final VectorIndex index;
  private final EmbeddingModel model;
  private final QueryBuilder queryBuilder = new QueryBuilder(new EnglishAnalyzer());

  /** Searches of an index that stays open. */
  public ThreeSearches(VectorIndex index, EmbeddingModel model) {
    this.index = index;
    this.model = model;
  }

  /**
   * Answers one question.
   *
   * @param expected the key of the synset it describes, or null
   */
  public Answer answer(String question, String expected) throws IOException {
    TopDocs text = byText(question);
    float[][] embedding = model.embed(List.of(question));
    TopDocs vector = index.nearest(VectorSource.of(embedding), 0, FUSED);
    TopDocs fused = TopDocs.rrf(SHOWN, RANK_CONSTANT, new TopDocs[] {text, vector});
    return new Answer(question, expected, hits(text), hits(vector), hits(fused));
  }

  /** No documents for a question of stop words only. */
  private TopDocs byText(String question) throws IOException {
    Query query = queryBuilder.createBooleanQuery(Fields.TEXT, question);
    return query == null
        ? new TopDocs(new TotalHits(0, TotalHits.Relation.EQUAL_TO), new ScoreDoc[0])
        : index.searcher().search(query, FUSED);
  }

  private List<Answer.Hit> hits(TopDocs found) throws IOException {
    List<Answer.Hit> hits = new ArrayList<>();
    for (int rank = 0; rank < Math.min(SHOWN, found.scoreDocs.length); rank++) {
      ScoreDoc hit = found.scoreDocs[rank];
      DocumentText text = index.textOrNull(hit.doc);
      double score = hit instanceof RawScoreDoc scored ? scored.raw : hit.score;
      hits.add(new Answer.Hit(text.key(), text.words(), text.gloss(), score));
    }
    return hits;
  }
}
