package org.nseekfs.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;

/**
 * A query for the documents that are nearest to a target in a vector field, among those that an
 * optional filter accepts: exact, with a certificate.
 *
 * <p>A {@code float[]} target searches fields of F8 to F32, a {@code double[]} F64, a {@code
 * byte[]} BYTE. Segments in other formats are searched as exactly, one vector at a time, with the
 * values they hold taken as F32 or BYTE.
 *
 * <p>The work is spread over the searcher's executor, inside big segments too. When the searcher's
 * timeout passes, the best documents seen so far are the result.
 */
public abstract sealed class ExactVectorQuery extends Query
    permits ExactKnnVectorQuery, ExactRadiusVectorQuery {

  private final String field;
  private final Target target;
  private final Query filter;

  ExactVectorQuery(String field, Target target, Query filter) {
    this.field = field;
    this.target = target;
    this.filter = filter;
  }

  /**
   * Searches by itself, outside Lucene's pipeline: ranked by (raw similarity, document id), with a
   * certificate, what the search cost, and whether it is complete. Documents whose codes show that
   * they are no hits are not scored. An index without documents has no hits.
   *
   * @throws IllegalArgumentException naming the field, if it is unknown or has no vectors, or if
   *     its type or dimension is not the target's
   * @throws IllegalStateException naming field and segment, if F64 vectors lie in a segment that a
   *     writer without NSeekCodec has merged
   */
  public final CertifiedTopDocs search(IndexSearcher searcher) throws IOException {
    return search(searcher, SearchMode.CERTIFIED);
  }

  /** As {@link #search}, with the same hits bit for bit, but every document is scored. */
  public final CertifiedTopDocs scan(IndexSearcher searcher) throws IOException {
    return search(searcher, SearchMode.SCAN);
  }

  private CertifiedTopDocs search(IndexSearcher searcher, SearchMode mode) throws IOException {
    List<VectorLeaf> leaves = findKnown(searcher.getIndexReader()).leaves();
    return new ExactSearch(searcher, leaves).search(request(Ranking.RAW, mode));
  }

  /**
   * Searches for many queries of one field in one pass over its vectors' codes: a result for each,
   * in their order, with the hits that {@link #search} finds, bit for bit. A timeout that passes
   * flags all of them.
   *
   * @throws IllegalArgumentException as {@link #search}, and if two queries have different fields
   * @throws IllegalStateException as {@link #search}
   */
  public static List<CertifiedTopDocs> searchAll(
      IndexSearcher searcher, List<? extends ExactVectorQuery> queries) throws IOException {
    if (queries.isEmpty()) {
      return List.of();
    }
    ExactVectorQuery first = queries.getFirst();
    List<VectorLeaf> leaves = first.findKnown(searcher.getIndexReader()).leaves();
    List<ExactSearch.Request> requests = new ArrayList<>(queries.size());
    for (ExactVectorQuery query : queries) {
      if (!query.field.equals(first.field)) {
        throw new IllegalArgumentException(
            "queries must have one field, got \"" + first.field + "\" and \"" + query.field + "\"");
      }
      leaves.forEach(leaf -> leaf.requireFits(query.target));
      requests.add(query.request(Ranking.RAW, SearchMode.CERTIFIED));
    }
    return new ExactSearch(searcher, leaves).search(requests);
  }

  private VectorLeaves findKnown(IndexReader reader) throws IOException {
    VectorLeaves found = VectorLeaves.find(reader, field, target);
    if (!found.isKnown() && !reader.leaves().isEmpty()) {
      throw new IllegalArgumentException("field \"" + field + "\" is unknown to this index");
    }
    return found;
  }

  private ExactSearch.Request request(Ranking ranking, SearchMode mode) {
    return new ExactSearch.Request(this, question(ranking), mode);
  }

  /**
   * Searches; the result matches the documents found, or none.
   *
   * @throws IllegalArgumentException as {@link #search}, save that a field unknown to the index
   *     matches nothing
   * @throws IllegalStateException as {@link #search}
   */
  @Override
  public final Query rewrite(IndexSearcher searcher) throws IOException {
    VectorLeaves found = VectorLeaves.find(searcher.getIndexReader(), field, target);
    if (!found.isKnown()) {
      return new MatchNoDocsQuery("field \"" + field + "\" is unknown to this index");
    }
    CertifiedTopDocs topDocs =
        new ExactSearch(searcher, found.leaves())
            .search(request(Ranking.SCORE, SearchMode.CERTIFIED));
    if (topDocs.scoreDocs.length == 0) {
      return new MatchNoDocsQuery("no accepted document of field \"" + field + "\" is a hit");
    }
    return new RankedDocsQuery(
        new ExactOrigin(this), (RawScoreDoc[]) topDocs.scoreDocs, searcher.getIndexReader());
  }

  /** What this query looks for, ranked by {@code ranking} if that makes a difference. */
  abstract Question question(Ranking ranking);

  /** What this query asks for. */
  final Certificate.Asked asked() {
    Question question = question(Ranking.RAW);
    return new Certificate.Asked(
        field, filter == null ? null : filter.toString(), question.k(), question.minRaw());
  }

  /** What makes a document a hit, to be read after "is" or "not". */
  abstract String limit();

  @Override
  public final void visit(QueryVisitor visitor) {
    if (visitor.acceptField(field)) {
      visitor.visitLeaf(this);
    }
  }

  /** The vector field. */
  public final String getField() {
    return field;
  }

  /** Which documents may be hits; null if all may. */
  public final Query getFilter() {
    return filter;
  }

  final Target target() {
    return target;
  }

  /** Both are of one class. */
  final boolean equalsTo(ExactVectorQuery other) {
    return field.equals(other.field)
        && target.equals(other.target)
        && Objects.equals(filter, other.filter);
  }

  /** The text of a query of this limit. */
  final String text(String limit) {
    String restriction = filter == null ? "" : "[" + filter + "]";
    return getClass().getSimpleName()
        + (":" + field + "," + target + "[" + limit + "]" + restriction);
  }
}
