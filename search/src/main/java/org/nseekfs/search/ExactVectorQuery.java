package org.nseekfs.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.execution.Question;
import org.nseekfs.search.execution.Ranking;
import org.nseekfs.search.execution.SearchMode;
import org.nseekfs.search.execution.SearchResult;
import org.nseekfs.search.execution.VectorSearch;
import org.nseekfs.search.leaf.VectorLeaves;

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
public abstract sealed class ExactVectorQuery extends TargetQuery
    permits ExactKnnVectorQuery, ExactRadiusVectorQuery, ExactDiversifyingChildrenVectorQuery {

  ExactVectorQuery(String field, QueryVector target, Query filter) {
    super(field, target, filter);
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
    VectorLeaves leaves = findKnown(searcher.getIndexReader());
    VectorSearch search = new VectorSearch(searcher, leaves.leaves());
    return new CertifiedTopDocs(asked(), leaves, mode, search.search(question(Ranking.RAW), mode));
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
    VectorLeaves leaves = first.findKnown(searcher.getIndexReader());
    List<Question> questions = new ArrayList<>(queries.size());
    for (ExactVectorQuery query : queries) {
      if (!query.getField().equals(first.getField())) {
        throw new IllegalArgumentException(
            "queries must have one field, got \""
                + first.getField()
                + "\" and \""
                + query.getField()
                + "\"");
      }
      leaves.leaves().forEach(leaf -> leaf.requireFits(query.getTarget()));
      questions.add(query.question(Ranking.RAW));
    }
    List<SearchResult> found =
        new VectorSearch(searcher, leaves.leaves()).search(questions, SearchMode.CERTIFIED);
    List<CertifiedTopDocs> topDocs = new ArrayList<>(queries.size());
    for (int i = 0; i < queries.size(); i++) {
      topDocs.add(
          new CertifiedTopDocs(queries.get(i).asked(), leaves, SearchMode.CERTIFIED, found.get(i)));
    }
    return topDocs;
  }

  @Override
  final SearchMode mode(VectorLeaves found) {
    return SearchMode.CERTIFIED;
  }

  /** What of the documents, besides their vectors, decides whether they may be hits; or null. */
  String restriction() {
    return getFilter() == null ? null : getFilter().toString();
  }

  @Override
  String omission() {
    return "was found before the searcher's timeout passed";
  }

  /** What this query asks for, as its certificate says. */
  public final Certificate.Asked asked() {
    Question question = question(Ranking.RAW);
    return new Certificate.Asked(getField(), restriction(), question.k(), question.minRaw());
  }
}
