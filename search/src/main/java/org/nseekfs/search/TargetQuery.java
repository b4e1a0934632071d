package org.nseekfs.search;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.execution.Question;
import org.nseekfs.search.execution.Ranking;
import org.nseekfs.search.execution.SearchMode;
import org.nseekfs.search.execution.SearchResult;
import org.nseekfs.search.execution.VectorSearch;
import org.nseekfs.search.leaf.VectorLeaves;

/** A query for documents near to a target in a vector field, among those a filter accepts. */
public abstract sealed class TargetQuery extends Query
    permits ExactVectorQuery, RecallKnnVectorQuery {

  private final String field;
  private final QueryVector target;
  private final Query filter;

  TargetQuery(String field, QueryVector target, Query filter) {
    this.field = Objects.requireNonNull(field, "field");
    this.target = Objects.requireNonNull(target, "target");
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
    SearchResult result = search.search(question(Ranking.SCORE), mode(found));
    RawScoreDoc[] hits = VectorTopDocs.hits(result, found);
    if (hits.length == 0) {
      return new MatchNoDocsQuery(
          "no accepted document of field \"" + field + "\" is a hit: " + result.figures());
    }
    SearchOrigin origin = SearchOrigin.of(this, hits[hits.length - 1], result.figures());
    return new RankedDocsQuery(origin, hits, searcher.getIndexReader());
  }

  /**
   * The hits as a clause of others finds them, but by (raw similarity, document id): none if the
   * index does not know the field.
   *
   * @throws IllegalArgumentException as {@code search} otherwise
   * @throws IllegalStateException as {@code search}
   */
  public final RawScoreDoc[] findNearest(IndexSearcher searcher) throws IOException {
    VectorLeaves found = VectorLeaves.find(searcher.getIndexReader(), field, target);
    VectorSearch search = new VectorSearch(searcher, found.leaves());
    return VectorTopDocs.hits(search.search(question(Ranking.RAW), mode(found)), found);
  }

  /** How this query searches these leaves as a clause of others. */
  abstract SearchMode mode(VectorLeaves found);

  /** What this query looks for, ranked by {@code ranking} if that makes a difference. */
  abstract Question question(Ranking ranking);

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

  /** The vector that is searched for. */
  public final QueryVector getTarget() {
    return target;
  }

  /** A target of a query of {@code field}: refusals name it. */
  static QueryVector target(String field, float[] vector) {
    try {
      return QueryVector.of(vector);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + " for field \"" + field + "\"", e);
    }
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
