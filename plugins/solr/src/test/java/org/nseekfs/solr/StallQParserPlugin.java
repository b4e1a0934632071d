package org.nseekfs.solr;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.search.QParser;
import org.apache.solr.search.QParserPlugin;

/**
 * All documents, but slowly: each segment takes {@code millis}, or as long as it takes until {@code
 * meet} of them are asked for.
 */
public final class StallQParserPlugin extends QParserPlugin {

  private static final int PATIENCE_SECONDS = 20;

  private static volatile boolean met;

  /** Whether as many segments as were to meet were asked for at the same time. */
  static boolean haveMet() {
    return met;
  }

  @Override
  public QParser createParser(
      String text, SolrParams localParams, SolrParams params, SolrQueryRequest request) {
    return new QParser(text, localParams, params, request) {
      @Override
      public Query parse() {
        return new StallQuery(
            localParams.getInt("millis", 0), new CountDownLatch(localParams.getInt("meet", 0)));
      }
    };
  }

  private static final class StallQuery extends Query {
    private final int millis;
    private final CountDownLatch meeting;

    StallQuery(int millis, CountDownLatch meeting) {
      this.millis = millis;
      this.meeting = meeting;
    }

    private void stall() {
      boolean meets = meeting.getCount() > 0;
      meeting.countDown();
      try {
        if (meets) {
          met = meeting.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } else {
          // Nobody counts it down: this takes as long as it may.
          met &= !new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
      return new ConstantScoreWeight(this, boost) {
        @Override
        public ScorerSupplier scorerSupplier(LeafReaderContext context) {
          stall();
          return ConstantScoreScorerSupplier.matchAll(
              score(), scoreMode, context.reader().maxDoc());
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
      return "stall";
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
