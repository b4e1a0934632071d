package org.nseekfs.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.nseekfs.search.fusion.Fusion;

/** The hits of one clause of a hybrid query, best first, and what its fusion makes of them. */
final class RankedList {

  private final HybridClause clause;
  private final int[] docs;
  private final float[] scores;
  private final double[] normalized;

  private RankedList(HybridClause clause, ScoreDoc[] hits, Fusion fusion) {
    this.clause = clause;
    this.docs = new int[hits.length];
    this.scores = new float[hits.length];
    for (int slot = 0; slot < hits.length; slot++) {
      docs[slot] = hits[slot].doc;
      scores[slot] = hits[slot].score;
    }
    this.normalized = hits.length == 0 ? new double[0] : fusion.normalize(scores.clone());
    if (normalized.length != hits.length) {
      throw new IllegalStateException(
          "fusion "
              + fusion
              + " must make as many values as there are scores, "
              + hits.length
              + ", got "
              + normalized.length
              + " for "
              + this);
    }
  }

  /**
   * Searches for a clause's best hits: by raw similarity if it is a vector query, else by score.
   */
  static RankedList search(HybridClause clause, Fusion fusion, IndexSearcher searcher)
      throws IOException {
    ScoreDoc[] hits =
        clause.query() instanceof TargetQuery vectors
            ? vectors.find(searcher, Ranking.RAW)
            : searcher.search(clause.query(), clause.window()).scoreDocs;
    int count = Math.min(hits.length, clause.window());
    return new RankedList(clause, Arrays.copyOf(hits, count), fusion);
  }

  HybridClause clause() {
    return clause;
  }

  int size() {
    return docs.length;
  }

  int doc(int slot) {
    return docs[slot];
  }

  /** The place of the hit in {@code slot}, which counts from 0. */
  Fusion.Place place(int slot) {
    return new Fusion.Place(clause.weight(), slot + 1, scores[slot], normalized[slot]);
  }

  /** The place of a document, or null if the list does not hold it. */
  Fusion.Place placeOf(int doc) {
    for (int slot = 0; slot < docs.length; slot++) {
      if (docs[slot] == doc) {
        return place(slot);
      }
    }
    return null;
  }

  /** What a document gets from this list. */
  double contribution(int doc) {
    Fusion.Place place = placeOf(doc);
    return place == null ? 0 : place.contribution();
  }

  @Override
  public String toString() {
    return clause.query().toString();
  }
}
