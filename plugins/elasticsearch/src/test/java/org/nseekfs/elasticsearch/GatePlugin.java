package org.nseekfs.elasticsearch;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.search.Query;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.index.query.SearchExecutionContext;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.SearchPlugin;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;
import org.nseekfs.plugins.GateQuery;

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
      return new GateQuery(() -> gate.pass());
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
}
