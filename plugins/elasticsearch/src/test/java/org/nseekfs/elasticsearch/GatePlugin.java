package org.nseekfs.elasticsearch;

import java.io.IOException;
import java.util.List;
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
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.SearchPlugin;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;

/** A query, {@code gate}, that matches everything once the threads that search have passed. */
public final class GatePlugin extends Plugin implements SearchPlugin {

  private static final String NAME = "gate";

  /** Of the search under way. */
  static volatile Gate gate;

  @Override
  public List<QuerySpec<?>> getQueries() {
    return List.of(new QuerySpec<>(NAME, Builder::new, Builder::fromXContent));
  }

  private static final class Builder extends VersionedQueryBuilder<Builder> {

    Builder() {}

    Builder(StreamInput in) throws IOException {
      super(in);
    }

    static Builder fromXContent(XContentParser parser) throws IOException {
      parser.skipChildren();
      return new Builder();
    }

    @Override
    protected Query doToQuery(SearchExecutionContext context) {
      return new GateQuery();
    }

    @Override
    protected void doWriteTo(StreamOutput out) {}

    @Override
    protected void doXContent(XContentBuilder builder, Params params) throws IOException {
      builder.startObject(NAME).endObject();
    }

    @Override
    protected boolean doEquals(Builder other) {
      return true;
    }

    @Override
    protected int doHashCode() {
      return 0;
    }

    @Override
    public String getWriteableName() {
      return NAME;
    }
  }

  private static final class GateQuery extends Query {

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
      return new ConstantScoreWeight(this, boost) {
        @Override
        public ScorerSupplier scorerSupplier(LeafReaderContext context) {
          gate.pass();
          int maxDoc = context.reader().maxDoc();
          return new DefaultScorerSupplier(
              new ConstantScoreScorer(score(), scoreMode, DocIdSetIterator.all(maxDoc)));
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
      return NAME;
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
