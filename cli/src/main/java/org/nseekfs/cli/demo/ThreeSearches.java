package org.nseekfs.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.nseekfs.cli.embedding.EmbeddingModel;
import org.nseekfs.cli.index.DocumentText;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.retrieval.FusionMethod;
import org.nseekfs.cli.retrieval.QueryPair;
import org.nseekfs.cli.retrieval.Questions;
import org.nseekfs.cli.retrieval.Weights;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.RawScoreDoc;
import org.nseekfs.search.verify.CertificateChecker;
import org.nseekfs.search.verify.Discrepancy;

/** Answers questions by text, by vector and by both. */
public final class ThreeSearches {

  /** Hits shown of each list. */
  public static final int SHOWN = 5;

  /** Hits of each list that take part in the fusion. */
  private static final int FUSED = 100;

  /**
   * How far apart scores are counts: a list whose hits are all alike does not outvote the other.
   */
  private static final FusionMethod FUSION = FusionMethod.Z_SCORE;

  private final VectorIndex index;
  private final EmbeddingModel model;
  private final Questions questions;

  /**
   * Searches of an index that stays open.
   *
   * @throws IOException if it has no texts
   */
  public ThreeSearches(VectorIndex index, EmbeddingModel model) throws IOException {
    this.index = index;
    this.model = model;
    this.questions = new Questions(index);
  }

  /**
   * Answers one question.
   *
   * @param expected the key of the synset it describes, or null
   */
  public DemoAnswer answer(String question, String expected) throws IOException {
    float[] embedding = embed(question);
    QueryPair asked = questions.ask(question, embedding, FUSED);
    IndexSearcher searcher = index.searcher();
    TopDocs text = searcher.search(asked.text(), SHOWN);
    CertifiedTopDocs vector = questions.ask(question, embedding, SHOWN).vector().search(searcher);
    TopDocs fused = searcher.search(asked.fused(FUSION, Weights.EQUAL, SHOWN), SHOWN);
    return new DemoAnswer(
        question,
        expected,
        hits(text),
        hits(vector),
        FUSION.label(),
        hits(fused),
        vector.documentsScored());
  }

  /**
   * Checks the certificate of the search by vector for a question, by plain loops over every
   * vector.
   *
   * @return what is wrong with it; empty if nothing is
   */
  List<Discrepancy> check(String question) throws IOException {
    ExactKnnVectorQuery query = questions.ask(question, embed(question), SHOWN).vector();
    IndexSearcher searcher = index.searcher();
    return CertificateChecker.check(
        searcher, query, query.search(searcher).certificate().orElseThrow());
  }

  private float[] embed(String question) {
    return model.embed(List.of(question))[0];
  }

  private List<DemoAnswer.Hit> hits(TopDocs found) throws IOException {
    List<DemoAnswer.Hit> hits = new ArrayList<>();
    for (int rank = 0; rank < Math.min(SHOWN, found.scoreDocs.length); rank++) {
      ScoreDoc hit = found.scoreDocs[rank];
      DocumentText text = index.textOrNull(hit.doc);
      double score = hit instanceof RawScoreDoc scored ? scored.raw : hit.score;
      hits.add(new DemoAnswer.Hit(text.key(), text.words(), text.gloss(), score));
    }
    return hits;
  }
}
