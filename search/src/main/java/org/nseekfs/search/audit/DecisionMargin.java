package org.nseekfs.search.audit;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.nseekfs.quantization.NormLimits;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactVectorQuery;
import org.nseekfs.search.RawScoreDoc;
import org.nseekfs.search.leaf.StoredVectors;
import org.nseekfs.search.leaf.VectorLeaf;
import org.nseekfs.search.leaf.VectorLeaves;
import org.nseekfs.search.verify.ConsideredVectors;
import org.nseekfs.search.verify.RawError;
import org.nseekfs.search.verify.ScalarSimilarity;

/**
 * How far the target of a search for the k nearest may move, as an L2 distance, before the answer
 * can change: proven lower bounds, so no move that is shorter changes it, neither as exact
 * arithmetic has it nor as a search computes it, with all its roundings. Longer moves may change
 * it, or not.
 *
 * <p>Under the Euclidean distance and the cosine what is needed is the raw value next below the
 * decision: of the second document, and of the one after the k-th. The k nearest alone do not tell
 * the latter, nor does the largest bound of a pruned document, for others were scored; so k + 1
 * documents are searched for. All others have a raw value of at most the last one's, and for them
 * the inequalities hold as well. Beside that the cosine takes the norms of all documents
 * considered, found by reading their vectors. Under the dot product every document considered is
 * read and held against the nearest, and if it is not one of them, against each of the k nearest:
 * what is said of a pair is, but for roundings, the true distance. {@link DotProductMove}, {@link
 * EuclideanMove} and {@link CosineMove} have the inequalities and their proofs.
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
    List<VectorLeaf> leaves =
        VectorLeaves.find(searcher.getIndexReader(), query.getField(), query.getTarget()).leaves();
    if (leaves.getFirst().similarity() == Similarity.DOT_PRODUCT) {
      return ofProducts(searcher, query, leaves, topDocs);
    }
    TargetMove move = move(searcher, query, leaves);
    double members =
        found <= k
            ? Double.POSITIVE_INFINITY
            : move.distance(topDocs.hit(k - 1).raw, topDocs.hit(k).raw);
    return new DecisionMargin(move.distance(topDocs.hit(0).raw, topDocs.hit(1).raw), members);
  }

  private static DecisionMargin ofProducts(
      IndexSearcher searcher,
      ExactKnnVectorQuery query,
      List<VectorLeaf> leaves,
      CertifiedTopDocs topDocs)
      throws IOException {
    DotProductMove move = new DotProductMove(error(leaves), targetNorm(query, leaves));
    boolean isAll = topDocs.scoreDocs.length <= query.getK();
    Map<Integer, DotProductMove.Row> nearest = new LinkedHashMap<>();
    for (int rank = 0; rank < (isAll ? 1 : query.getK()); rank++) {
      RawScoreDoc hit = topDocs.hit(rank);
      nearest.put(hit.doc, DotProductMove.Row.of(hit.raw, vector(searcher, query, hit.doc)));
    }
    int firstDoc = topDocs.hit(0).doc;
    DotProductMove.Row first = nearest.get(firstDoc);
    double[] margins = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    ConsideredVectors.of(searcher, query)
        .forEach(
            leaf -> {
              ScalarSimilarity similarity =
                  new ScalarSimilarity(leaf.type(), Similarity.DOT_PRODUCT, query.getTarget());
              return (vector, doc) -> {
                DotProductMove.Row row =
                    DotProductMove.Row.of(
                        similarity.raw(vector), ScalarSimilarity.toDoubles(leaf.type(), vector));
                if (doc != firstDoc) {
                  margins[0] = nearer(margins[0], move, first, row);
                }
                if (!isAll && !nearest.containsKey(doc)) {
                  for (DotProductMove.Row hit : nearest.values()) {
                    margins[1] = nearer(margins[1], move, hit, row);
                  }
                }
              };
            });
    return new DecisionMargin(margins[0], margins[1]);
  }

  private static double nearer(
      double margin, DotProductMove move, DotProductMove.Row ahead, DotProductMove.Row behind) {
    boolean isFar = move.leastDistance(ahead, behind) >= margin;
    return isFar ? margin : Math.min(margin, move.distance(ahead, behind));
  }

  private static double[] vector(IndexSearcher searcher, ExactKnnVectorQuery query, int doc)
      throws IOException {
    LeafReaderContext context = StoredVectors.leafOf(searcher.getIndexReader(), doc);
    VectorLeaf leaf = VectorLeaf.find(context, query.getField());
    Object vector = StoredVectors.vector(leaf, doc - context.docBase);
    return ScalarSimilarity.toDoubles(leaf.type(), vector);
  }

  private static RawError.Scale error(List<VectorLeaf> leaves) {
    return leaves.stream()
        .map(leaf -> new RawError(leaf.type(), leaf.similarity()).scale(leaf.dimension()))
        .reduce(RawError.Scale::or)
        .orElseThrow();
  }

  private static NormRange targetNorm(ExactKnnVectorQuery query, List<VectorLeaf> leaves) {
    return NormRange.of(
        ScalarSimilarity.toDoubles(leaves.getFirst().type(), query.getTarget().array()));
  }

  private static TargetMove move(
      IndexSearcher searcher, ExactKnnVectorQuery query, List<VectorLeaf> leaves)
      throws IOException {
    VectorLeaf first = leaves.getFirst();
    Similarity similarity = first.similarity();
    return similarity == Similarity.EUCLIDEAN
        ? new EuclideanMove(error(leaves))
        : new CosineMove(
            error(leaves),
            NormLimits.of(first.type(), similarity),
            targetNorm(query, leaves),
            norms(searcher, query));
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
