package org.nseekfs.search;

import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;

/** Matches every document of a reader but one. */
final class OtherDocsQuery extends Query {

  private final Object contextIdentity;
  private final int excluded;

  OtherDocsQuery(IndexReader reader, int excluded) {
    this.contextIdentity = reader.getContext().id();
    this.excluded = excluded;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the document is of another reader
   */
  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
    if (searcher.getIndexReader().getContext().id() != contextIdentity) {
      throw new IllegalStateException("document " + excluded + " is of another reader");
    }
    return new ConstantScoreWeight(this, boost) {
      @Override
      public ScorerSupplier scorerSupplier(LeafReaderContext context) {
        return new DefaultScorerSupplier(
            new ConstantScoreScorer(
                score(),
                scoreMode,
                new OtherDocs(context.reader().maxDoc(), excluded - context.docBase)));
      }

      @Override
      public boolean isCacheable(LeafReaderContext context) {
        return false;
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return "-doc:" + excluded;
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && contextIdentity == ((OtherDocsQuery) other).contextIdentity
        && excluded == ((OtherDocsQuery) other).excluded;
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), contextIdentity, excluded);
  }

  /** All documents of a leaf but one, which may be of another leaf. */
  private static final class OtherDocs extends DocIdSetIterator {
    private final int maxDoc;
    private final int excluded;
    private int doc = -1;

    OtherDocs(int maxDoc, int excluded) {
      this.maxDoc = maxDoc;
      this.excluded = excluded;
    }

    @Override
    public int docID() {
      return doc;
    }

    @Override
    public int nextDoc() {
      return advance(doc + 1);
    }

    @Override
    public int advance(int target) {
      int next = target == excluded ? target + 1 : target;
      doc = next < maxDoc ? next : NO_MORE_DOCS;
      return doc;
    }

    @Override
    public long cost() {
      return maxDoc;
    }
  }
}
