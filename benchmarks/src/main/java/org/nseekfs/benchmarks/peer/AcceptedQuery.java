package org.nseekfs.benchmarks.peer;

import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;

/**
 * Matches the documents of a set, as a filter does that Lucene has cached: what a search with it
 * takes is the search's own.
 */
public final class AcceptedQuery extends Query {

  private final FixedBitSet docs;
  private final FixedBitSet[] docsOfLeaves;
  private final int[] counts;

  /** Matches {@code docs} of {@code reader}, numbered as in the whole index. */
  public AcceptedQuery(IndexReader reader, FixedBitSet docs) {
    this.docs = docs;
    int leaves = reader.leaves().size();
    this.docsOfLeaves = new FixedBitSet[leaves];
    this.counts = new int[leaves];
    for (LeafReaderContext leaf : reader.leaves()) {
      int length = leaf.reader().maxDoc();
      FixedBitSet own = new FixedBitSet(length);
      FixedBitSet.orRange(docs, leaf.docBase, own, 0, length);
      docsOfLeaves[leaf.ord] = own;
      counts[leaf.ord] = own.cardinality();
    }
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
    return new ConstantScoreWeight(this, boost) {
      @Override
      public ScorerSupplier scorerSupplier(LeafReaderContext leaf) {
        int count = counts[leaf.ord];
        return new ScorerSupplier() {
          @Override
          public Scorer get(long leadCost) {
            return new ConstantScoreScorer(
                score(), scoreMode, new BitSetIterator(docsOfLeaves[leaf.ord], count));
          }

          @Override
          public long cost() {
            return count;
          }
        };
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return false;
      }
    };
  }

  @Override
  public String toString(String field) {
    return "Accepted[" + docs.cardinality() + "]";
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other) && docs.equals(((AcceptedQuery) other).docs);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), docs);
  }
}
