package org.nseekfs.adapter;

import java.io.Closeable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.WarmUp;

/**
 * Warms up searches of the fields whose shards a node opens, by threads of the engine: see {@link
 * WarmUp}. One for each node.
 */
public final class FieldWarmUp implements Closeable {

  private final WarmUp warmUp = new WarmUp();
  private final Set<Kind> asked = ConcurrentHashMap.newKeySet();
  private volatile Executor executor;

  /** What all fields that are warmed up together have in common. */
  private record Kind(ElementType type, VectorSimilarityFunction similarityFunction) {}

  /** One that does nothing until {@link #start}. */
  public FieldWarmUp() {}

  /** Has {@code executor} run what fields need from now on. */
  public void start(Executor executor) {
    this.executor = executor;
  }

  /** Warms up searches of fields like {@code field}, unless that was asked for; returns at once. */
  public void opened(VectorField field) {
    Executor started = executor;
    Kind kind = new Kind(field.elementType(), field.similarityFunction());
    if (started != null && asked.add(kind)) {
      try {
        started.execute(() -> warmUp.run(kind.type, kind.similarityFunction));
      } catch (RejectedExecutionException e) {
        // The node stops: nobody will search it.
        close();
      }
    }
  }

  /** Ends what runs. */
  @Override
  public void close() {
    warmUp.close();
  }
}
