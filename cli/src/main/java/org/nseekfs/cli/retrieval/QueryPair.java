package org.nseekfs.cli.retrieval;

import java.util.List;
import org.apache.lucene.search.Query;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.hybrid.HybridClause;
import org.nseekfs.search.hybrid.HybridQuery;

/**
 * The two queries that a question is to an index.
 *
 * @param text by its words
 * @param vector by its embedding, for as many documents as take part in a fusion
 */
public record QueryPair(Query text, ExactKnnVectorQuery vector) {

  /** Both lists fused, as far as the {@code k} best. */
  public HybridQuery fused(FusionMethod method, Weights weights, int k) {
    int window = vector.getK();
    return new HybridQuery(
        List.of(
            new HybridClause(text, weights.text(), window),
            new HybridClause(vector, weights.vector(), window)),
        method.fusion(),
        k);
  }
}
