package org.nseekfs.opensearch;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.search.Query;
import org.nseekfs.plugins.GateQuery;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.QueryShardContext;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.SearchPlugin;

/**
 * The query {@code gate} for tests: matches all documents of a segment, once the gate lets it pass.
 */
public final class GatePlugin extends Plugin implements SearchPlugin {

  /** What a segment has to pass. */
  interface Gate {
    void pass(int place) throws InterruptedException, BrokenBarrierException, TimeoutException;
  }

  /** Segments that have come to the gate. */
  static final AtomicInteger COME = new AtomicInteger();

  private static volatile Gate gate = place -> {};

  /** From now on segments pass at once. */
  static void open() {
    set(place -> {});
  }

  /** From now on segments wait for {@code passed}. */
  static void waitFor(CountDownLatch passed) {
    set(place -> passed.await(20, TimeUnit.SECONDS));
  }

  /** From now on a segment passes after {@code millis}. */
  static void linger(int millis) {
    set(place -> new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS));
  }

  /** The next {@code count} segments wait for each other. */
  static void meet(int count) {
    CyclicBarrier barrier = new CyclicBarrier(count);
    set(
        place -> {
          if (place <= count) {
            barrier.await(20, TimeUnit.SECONDS);
          }
        });
  }

  private static void set(Gate next) {
    COME.set(0);
    gate = next;
  }

  private static void pass() {
    try {
      gate.pass(COME.incrementAndGet());
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<QuerySpec<?>> getQueries() {
    return List.of(new QuerySpec<>("gate", Builder::new, Builder::fromXContent));
  }

  /** The query of requests. */
  static final class Builder extends AbstractQueryBuilder<Builder> {

    Builder() {}

    Builder(StreamInput in) throws IOException {
      super(in);
    }

    static Builder fromXContent(XContentParser parser) throws IOException {
      parser.nextToken();
      return new Builder();
    }

    @Override
    protected void doWriteTo(StreamOutput out) {}

    @Override
    protected void doXContent(XContentBuilder builder, Params params) throws IOException {
      builder.startObject("gate").endObject();
    }

    @Override
    protected Query doToQuery(QueryShardContext context) {
      return new GateQuery(GatePlugin::pass);
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
      return "gate";
    }
  }
}
