package org.nseekfs.search;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.nseekfs.quantization.NormLimits;
import org.nseekfs.quantization.Similarity;

/**
 * How far the target of a search for the k nearest may move, as an L2 distance, before the answer
 * can change: proven lower bounds, so no move that is shorter changes it, neither as exact
 * arithmetic has it nor as a search computes it, with all its roundings. Longer moves may change
 * it, or not.
 *
 * <p>What is needed is the raw value next below the decision: of the second document, and of the
 * one after the k-th. The k nearest alone do not tell the latter, nor does the largest bound of a
 * pruned document, for others were scored; so k + 1 documents are searched for. All others have a
 * raw value of at most the last one's, and for them the inequalities hold as well. Beside that the
 * dot product and the cosine take the norms of all documents considered, found by reading their
 * vectors. {@link DotProductMove}, {@link EuclideanMove} and {@link CosineMove} have the
 * inequalities and their proofs.
 *
 * <p>The same bits on every machine.
 *
 * @param first before another document can be the nearest; infinity if there is none
 * @param members before another document can be among the k nearest; infinity if there is none
 */
public record DecisionMargin(double first, double members) {

  /**
   * The margins of {@code query} in the index of {@code searcher}. Takes a certified search and,
   * except for Euclidean fields, reading all vectors that it considers.
   *
   * @throws IllegalArgumentException as {@link ExactVectorQuery#search}
   * @throws IllegalStateException as {@link ExactVectorQuery#search}, and if the searcher's timeout
   *     passes
   */
  public static DecisionMargin of(IndexSearcher searcher, ExactKnnVectorQuery query)
      throws IOException {
    int k = query.getK();
    int more = k == Integer.MAX_VALUE ? k : k + 1;
    CertifiedTopDocs topDocs = query.withK(more).search(searcher);
    if (topDocs.isPartial()) {
      throw new IllegalStateException("the searcher's timeout has passed: nothing is proven");
    }
    int found = topDocs.scoreDocs.length;
    if (found < 2) {
      return new DecisionMargin(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    TargetMove move = move(searcher, query);
    double members =
        found <= k
            ? Double.POSITIVE_INFINITY
            : move.distance(topDocs.hit(k - 1).raw, topDocs.hit(k).raw);
    return new DecisionMargin(move.distance(topDocs.hit(0).raw, topDocs.hit(1).raw), members);
  }

  private static TargetMove move(IndexSearcher searcher, ExactKnnVectorQuery query)
      throws IOException {
    List<VectorLeaf> leaves = query.findKnown(searcher.getIndexReader()).leaves();
    VectorLeaf first = leaves.getFirst();
    Similarity similarity = first.similarity();
    RawError.Scale error =
        leaves.stream()
            .map(leaf -> new RawError(leaf.type(), similarity).scale(leaf.dimension()))
            .reduce(RawError.Scale::or)
            .orElseThrow();
    NormRange target =
        NormRange.of(ScalarSimilarity.toDoubles(first.type(), query.target().array()));
    return switch (similarity) {
      case EUCLIDEAN -> new EuclideanMove(error);
      case DOT_PRODUCT -> new DotProductMove(error, target, norms(searcher, query));
      case COSINE ->
          new CosineMove(
              error, NormLimits.of(first.type(), similarity), target, norms(searcher, query));
    };
  }

  private static NormRange norms(IndexSearcher searcher, ExactKnnVectorQuery query)
      throws IOException {
    NormRange[] norms = {NormRange.NONE};
    ConsideredVectors.of(searcher, query)
        .forEach(
            leaf ->
                (vector, doc) ->
                    norms[0] =
                        norms[0].or(NormRange.of(ScalarSimilarity.toDoubles(leaf.type(), vector))));
    return norms[0];
  }
}
