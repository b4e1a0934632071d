package org.nseekfs.search.hybrid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.nseekfs.search.TargetQuery;

/**
 * The hits of one clause of a hybrid query and what its fusion makes of them.
 *
 * @param hits documents
 */
record RankedList(HybridClause clause, ScoredList<Integer> hits) {

  /**
   * Searches for a clause's best hits: by raw similarity if it is a vector query, else by score.
   *
   * @param number from 1
   */
  static RankedList search(int number, HybridClause clause, Fusion fusion, IndexSearcher searcher)
      throws IOException {
    ScoreDoc[] found =
        clause.query() instanceof TargetQuery vectors
            ? vectors.findNearest(searcher)
            : searcher.search(clause.query(), clause.window()).scoreDocs;
    int count = Math.min(found.length, clause.window());
    List<Integer> docs = new ArrayList<>(count);
    float[] scores = new float[count];
    for (int slot = 0; slot < count; slot++) {
      docs.add(found[slot].doc);
      scores[slot] = found[slot].score;
    }
    String name = "list " + number + " (" + clause.query() + ")";
    return new RankedList(clause, new ScoredList<>(name, clause.weight(), docs, scores, fusion));
  }

  /** How much more {@code winner} gets from this list than {@code doc}. */
  double loss(int doc, int winner) {
    return contribution(winner) - contribution(doc);
  }

  private double contribution(int doc) {
    Fusion.Place place = hits.placeOf(doc);
    return place == null ? 0 : place.contribution();
  }

  @Override
  public String toString() {
    return hits.toString();
  }
}
