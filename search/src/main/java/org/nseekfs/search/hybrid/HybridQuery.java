package org.nseekfs.search.hybrid;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.nseekfs.search.RankedDocsQuery;

/**
 * A query for the {@code k} best documents of several ranked lists, such as those of a text query
 * and of a vector query, fused. Every clause is searched over the whole index, and its best hits,
 * as many as its window, are its list; a document's score is what the {@link Fusion} makes of its
 * places in the lists, as a float above 0. Equal scores are ranked by document.
 *
 * <p>As any other query it nests, is filtered, sorted, counted and paged through: with {@code
 * searchAfter} up to {@code k}, which therefore is the last hit of the last page. Each search of it
 * searches the clauses again; to spare that, search what {@link IndexSearcher#rewrite} makes of it.
 * It matches {@code k} documents and no others: for facets over all that the text matches, make it
 * one clause of a BooleanQuery and the text query, boosted to 0, another.
 *
 * <p>The scores of {@code ReciprocalRankFusion} at weight 1 are those of {@code TopDocs.rrf}, bit
 * for bit, and so is the order, save among sums that round to one float: these are ranked by
 * document, where {@code TopDocs.rrf} goes by what they were before rounding.
 *
 * <p>Highlighters mark what the clauses that are no vector queries match. {@code
 * UnifiedHighlighter} searches again for every document it marks, unless built {@code
 * withWeightMatches(false)}.
 *
 * <p>When the searcher's timeout passes, lists are what was found by then.
 */
public final class HybridQuery extends Query {

  private final List<HybridClause> clauses;
  private final Fusion fusion;
  private final int k;

  /**
   * The {@code k} best documents of {@code clauses} fused by {@code fusion}.
   *
   * @param clauses at least one; copied
   * @throws IllegalArgumentException if there is no clause, {@code k} is below 1, or a window below
   *     {@code k}: the list would end before the fused one does
   */
  public HybridQuery(List<HybridClause> clauses, Fusion fusion, int k) {
    this.clauses = List.copyOf(clauses);
    this.fusion = Objects.requireNonNull(fusion, "fusion");
    this.k = k;
    if (clauses.isEmpty()) {
      throw new IllegalArgumentException("clauses must be at least 1, got 0");
    }
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    for (HybridClause clause : clauses) {
      if (clause.window() < k) {
        throw new IllegalArgumentException(
            "window must be at least k, "
                + k
                + ", got "
                + clause.window()
                + " for clause \""
                + clause.query()
                + "\"");
      }
    }
  }

  /** The lists, in order. */
  public List<HybridClause> getClauses() {
    return clauses;
  }

  /** How they become one. */
  public Fusion getFusion() {
    return fusion;
  }

  /** How many documents are found, if there are as many. */
  public int getK() {
    return k;
  }

  /**
   * Searches every clause; the result matches the best documents.
   *
   * @throws IllegalStateException naming the fusion, if it makes no score that Lucene allows
   */
  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    FusedHits hits = FusedHits.search(this, searcher);
    return new RankedDocsQuery(
        new HybridOrigin(this, hits), hits.best(), searcher.getIndexReader());
  }

  @Override
  public void visit(QueryVisitor visitor) {
    QueryVisitor optional = visitor.getSubVisitor(BooleanClause.Occur.SHOULD, this);
    for (HybridClause clause : clauses) {
      clause.query().visit(optional);
    }
  }

  @Override
  public String toString(String field) {
    return clauses.stream()
        .map(clause -> clause.toString(field))
        .collect(Collectors.joining(" ", "HybridQuery:", " " + fusion + "[" + k + "]"));
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && k == ((HybridQuery) other).k
        && clauses.equals(((HybridQuery) other).clauses)
        && fusion.equals(((HybridQuery) other).fusion);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), clauses, fusion, k);
  }
}
