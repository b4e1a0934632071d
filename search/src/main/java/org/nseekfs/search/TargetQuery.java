package org.nseekfs.search;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;

/** A query for documents near to a target in a vector field, among those a filter accepts. */
public abstract sealed class TargetQuery extends Query
    permits ExactVectorQuery, RecallKnnVectorQuery {

  private final String field;
  private final Target target;
  private final Query filter;

  TargetQuery(String field, Target target, Query filter) {
    this.field = field;
    this.target = target;
    this.filter = filter;
  }

  /**
   * The leaves with vectors of the field.
   *
   * @throws IllegalArgumentException if the index has documents, but does not know the field
   */
  final VectorLeaves findKnown(IndexReader reader) throws IOException {
    VectorLeaves found = VectorLeaves.find(reader, field, target);
    if (!found.isKnown() && !reader.leaves().isEmpty()) {
      throw new IllegalArgumentException("field \"" + field + "\" is unknown to this index");
    }
    return found;
  }

  /**
   * Searches; the result matches the documents found, or none.
   *
   * @throws IllegalArgumentException as {@code search}, save that a field unknown to the index
   *     matches nothing
   * @throws IllegalStateException as {@code search}
   */
  @Override
  public final Query rewrite(IndexSearcher searcher) throws IOException {
    return rewrite(searcher, searcher.getTimeout());
  }

  /**
   * As {@link #rewrite(IndexSearcher)}, with a timeout that takes the place of the searcher's: for
   * searchers whose own is not Lucene's.
   *
   * @param timeout null if there is none
   */
  public final Query rewrite(IndexSearcher searcher, QueryTimeout timeout) throws IOException {
    VectorLeaves found = VectorLeaves.find(searcher.getIndexReader(), field, target);
    if (!found.isKnown()) {
      return new MatchNoDocsQuery("field \"" + field + "\" is unknown to this index");
    }
    VectorSearch search = new VectorSearch(searcher, found.leaves(), timeout);
    VectorSearch.Found hits = search.search(request(Ranking.SCORE, mode(found)));
    if (hits.hits().length == 0) {
      return new MatchNoDocsQuery(
          "no accepted document of field \"" + field + "\" is a hit: " + hits.figures());
    }
    return new RankedDocsQuery(SearchOrigin.of(this, hits), hits.hits(), searcher.getIndexReader());
  }

  /** The hits of a search as a clause, best first; none if the index does not know the field. */
  final RawScoreDoc[] find(IndexSearcher searcher, Ranking ranking) throws IOException {
    VectorLeaves found = VectorLeaves.find(searcher.getIndexReader(), field, target);
    return new VectorSearch(searcher, found.leaves()).search(request(ranking, mode(found))).hits();
  }

  final VectorSearch.Request request(Ranking ranking, SearchMode mode) {
    return new VectorSearch.Request(this, question(ranking), mode);
  }

  /** How this query searches these leaves as a clause of others. */
  abstract SearchMode mode(VectorLeaves found);

  /** What this query looks for, ranked by {@code ranking} if that makes a difference. */
  abstract Question question(Ranking ranking);

  /** What keeps the best documents of {@code leaves}. */
  BestDocsPool best(Question question, List<VectorLeaf> leaves) throws IOException {
    return new BestDocsPool(() -> new BestDocs(question.k()));
  }

  /** What makes a document a hit, to be read after "is" or "not". */
  abstract String limit();

  /** Why a document that ranks before the last hit is none, to be read after "which". */
  abstract String omission();

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
  final boolean equalsTo(TargetQuery other) {
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
