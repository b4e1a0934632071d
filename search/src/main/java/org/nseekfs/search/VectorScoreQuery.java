package org.nseekfs.search;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.ConjunctionUtils;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.explain.Contributions;
import org.nseekfs.search.leaf.RawValues;
import org.nseekfs.search.leaf.VectorLeaves;

/**
 * Scores every document that another query matches by the nearness of its vector to a target,
 * exactly, as Lucene scores the field's similarity function. The scores of the other query are not
 * used; nothing is searched in {@code rewrite}, and nothing is scored that a collector does not ask
 * for.
 *
 * <p>A document without a vector does not match. To keep such documents, add this query to a {@link
 * org.apache.lucene.search.BooleanQuery} as an optional clause. A field unknown to the index
 * matches nothing.
 *
 * <p>Targets are those of {@link VectorSimilarityValues}.
 */
public final class VectorScoreQuery extends Query {

  private final String field;
  private final QueryVector target;
  private final Query documents;

  /**
   * All documents with a vector.
   *
   * @param target of the field's dimension; copied
   * @throws IllegalArgumentException if the target is empty or not finite
   */
  public VectorScoreQuery(String field, float[] target) {
    this(field, target, null);
  }

  /**
   * The documents with a vector that {@code documents} matches; throws as the one for all.
   *
   * @param documents null for all
   */
  public VectorScoreQuery(String field, float[] target, Query documents) {
    this(field, TargetQuery.target(field, target), documents);
  }

  /**
   * The documents with a vector that {@code documents} matches.
   *
   * @param target of the field's type and dimension
   * @param documents null for all
   */
  public VectorScoreQuery(String field, QueryVector target, Query documents) {
    this.field = Objects.requireNonNull(field, "field");
    this.target = Objects.requireNonNull(target, "target");
    this.documents = documents;
  }

  /** The vector field. */
  public String getField() {
    return field;
  }

  /** Which documents are scored; null if all with a vector are. */
  public Query getDocuments() {
    return documents;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    Query rewritten = documents == null ? null : documents.rewrite(searcher);
    return Objects.equals(rewritten, documents)
        ? this
        : new VectorScoreQuery(field, target, rewritten);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException naming the field, if it has no vectors, or if its type or
   *     dimension is not the target's
   * @throws IllegalStateException naming field and segment, if F64 vectors lie in a segment that a
   *     writer without NSeekCodec has merged
   */
  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost)
      throws IOException {
    VectorLeaves.find(searcher.getIndexReader(), field, target);
    Weight accepting =
        documents == null
            ? null
            : searcher.createWeight(documents, ScoreMode.COMPLETE_NO_SCORES, 1f);
    return new VectorScoreWeight(accepting, boost);
  }

  @Override
  public void visit(QueryVisitor visitor) {
    if (visitor.acceptField(field)) {
      visitor.visitLeaf(this);
    }
    if (documents != null) {
      documents.visit(visitor.getSubVisitor(BooleanClause.Occur.FILTER, this));
    }
  }

  @Override
  public String toString(String defaultField) {
    String restriction = documents == null ? "" : "[" + documents + "]";
    return "VectorScoreQuery:" + field + "," + target + restriction;
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other) && equalsTo((VectorScoreQuery) other);
  }

  private boolean equalsTo(VectorScoreQuery other) {
    return field.equals(other.field)
        && target.equals(other.target)
        && Objects.equals(documents, other.documents);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), field, target, documents);
  }

  private final class VectorScoreWeight extends Weight {
    /** Null if every document may match. */
    private final Weight accepting;

    private final float boost;

    VectorScoreWeight(Weight accepting, float boost) {
      super(VectorScoreQuery.this);
      this.accepting = accepting;
      this.boost = boost;
    }

    @Override
    public Explanation explain(LeafReaderContext context, int doc) throws IOException {
      if (accepting != null && !accepting.explain(context, doc).isMatch()) {
        return Explanation.noMatch("not matched by " + documents);
      }
      Contributions contributions = Contributions.of(context, field, target, doc);
      return contributions == null
          ? Contributions.explainNone(field)
          : contributions.explainScore(contributions.score() * boost, "matched, with a vector");
    }

    @Override
    public ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
      RawValues raws = RawValues.of(context, field, target);
      ScorerSupplier accepted =
          raws == null || accepting == null ? null : accepting.scorerSupplier(context);
      if (raws == null || (accepting != null && accepted == null)) {
        return null;
      }
      return new ScorerSupplier() {
        @Override
        public Scorer get(long leadCost) throws IOException {
          return new RawScorer(raws, matches(leadCost), boost);
        }

        private DocIdSetIterator matches(long leadCost) throws IOException {
          if (accepted == null) {
            return raws.iterator();
          }
          long cost = Math.min(leadCost, cost());
          return ConjunctionUtils.intersectIterators(
              List.of(accepted.get(cost).iterator(), raws.iterator()));
        }

        @Override
        public long cost() {
          long vectors = raws.iterator().cost();
          return accepted == null ? vectors : Math.min(vectors, accepted.cost());
        }
      };
    }

    @Override
    public boolean isCacheable(LeafReaderContext context) {
      return accepting == null || accepting.isCacheable(context);
    }
  }

  private static final class RawScorer extends Scorer {
    private final RawValues raws;
    private final DocIdSetIterator matches;
    private final float boost;

    RawScorer(RawValues raws, DocIdSetIterator matches, float boost) {
      this.raws = raws;
      this.matches = matches;
      this.boost = boost;
    }

    @Override
    public int docID() {
      return matches.docID();
    }

    @Override
    public DocIdSetIterator iterator() {
      return matches;
    }

    @Override
    public float score() throws IOException {
      return raws.score() * boost;
    }

    @Override
    public float getMaxScore(int upTo) {
      return Float.POSITIVE_INFINITY;
    }
  }
}
