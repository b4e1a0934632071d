package org.nseekfs.search;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.execution.SearchMode;
import org.nseekfs.search.execution.SearchResult;
import org.nseekfs.search.leaf.VectorLeaves;

/**
 * The exact nearest documents. Each document considered was either scored, or pruned by a bound
 * that its raw value cannot exceed.
 */
public final class CertifiedTopDocs extends VectorTopDocs {

  private final Certificate.Asked asked;
  private final VectorLeaves leaves;
  private final SearchMode mode;

  /** What {@code asked} found among the vectors of {@code leaves}. */
  CertifiedTopDocs(
      Certificate.Asked asked, VectorLeaves leaves, SearchMode mode, SearchResult result) {
    super(leaves, result);
    this.asked = asked;
    this.leaves = leaves;
    this.mode = mode;
  }

  /** Documents that {@code stage} showed to be no hits. */
  public long documentsPruned(PruneStage stage) {
    return result().work().pruned().get(stage);
  }

  /** What shows that these are the nearest; absent if they are {@link #isPartial partial}. */
  public Optional<Certificate> certificate() {
    if (isPartial()) {
      return Optional.empty();
    }
    List<Certificate.Hit> ranking =
        Arrays.stream(scoreDocs)
            .map(RawScoreDoc.class::cast)
            .map(hit -> new Certificate.Hit(hit.doc, hit.raw))
            .toList();
    return Optional.of(
        Certificate.sealed(
            asked,
            new Certificate.Vectors(
                leaves.similarityFunction(), leaves.elementTypes(), foreignSegments()),
            new Certificate.Pruning(
                result().work().considered(),
                result().work().scored(),
                result().work().pruned(),
                mode.boundKind(),
                result().work().largestPrunedBound()),
            Certificate.Answer.of(ranking, asked.k())));
  }
}
