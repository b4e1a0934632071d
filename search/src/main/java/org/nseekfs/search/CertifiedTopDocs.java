package org.nseekfs.search;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.execution.SearchMode;
import org.nseekfs.search.execution.SearchWork;
import org.nseekfs.search.execution.VectorSearch;
import org.nseekfs.search.leaf.VectorLeaves;

/**
 * The exact nearest documents, nearest first; documents that are equally near by document id.
 *
 * <p>{@code totalHits} counts the documents considered: those that are live, have a vector and are
 * accepted by the filter. Each was either scored, or pruned by a bound that its raw value cannot
 * exceed.
 */
public final class CertifiedTopDocs extends TopDocs {

  private final Certificate.Asked asked;
  private final VectorLeaves leaves;
  private final SearchMode mode;
  private final SearchWork work;

  /** What {@code asked} found among the vectors of {@code leaves}. */
  CertifiedTopDocs(
      Certificate.Asked asked, VectorLeaves leaves, SearchMode mode, VectorSearch.Found found) {
    super(found.totalHits(), TargetQuery.hits(found, leaves));
    this.asked = asked;
    this.leaves = leaves;
    this.mode = mode;
    this.work = found.work();
  }

  /** The hit at {@code rank}, counted from 0. */
  public RawScoreDoc hit(int rank) {
    return (RawScoreDoc) scoreDocs[rank];
  }

  /** Whether a timeout ended the search before every document was considered. */
  public boolean isPartial() {
    return totalHits.relation() != TotalHits.Relation.EQUAL_TO;
  }

  /** Documents whose stored vectors were scored. */
  public long documentsScored() {
    return work.done().scored();
  }

  /** Documents that {@code stage} showed to be no hits. */
  public long documentsPruned(PruneStage stage) {
    return work.done().pruned().get(stage);
  }

  /** Bytes that were read of stored vectors and their codes. */
  public long bytesRead() {
    return work.done().bytesRead();
  }

  /**
   * Segments in another format than {@link org.nseekfs.codec.NSeekVectorsFormat}, scored one vector
   * at a time: as exact, but slower.
   */
  public List<String> foreignSegments() {
    return work.foreignSegments();
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
                leaves.similarityFunction(), leaves.elementTypes(), work.foreignSegments()),
            new Certificate.Pruning(
                work.done().considered(),
                work.done().scored(),
                work.done().pruned(),
                mode.boundKind(),
                work.done().largestPrunedBound()),
            Certificate.Answer.of(ranking, asked.k())));
  }
}
