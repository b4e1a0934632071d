package org.nseekfs.adapter;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Queue;
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

  /** Looked up for every field of every segment that is written: no lock is taken for that. */
  private final Set<Kind> asked = ConcurrentHashMap.newKeySet();

  private final Queue<Kind> waiting = new ArrayDeque<>();
  private Executor executor;
  private boolean isRunning;

  /** What all fields that are warmed up together have in common. */
  private record Kind(ElementType type, VectorSimilarityFunction similarityFunction) {}

  /** One that does nothing until {@link #start}. */
  public FieldWarmUp() {}

  /** Has {@code executor} run what fields need from now on. */
  public synchronized void start(Executor executor) {
    this.executor = executor;
  }

  /**
   * Warms up searches of fields like {@code field}, unless that was asked for; returns at once. One
   * kind at a time, so that a single thread of the engine is taken.
   */
  public void opened(VectorField field) {
    Kind kind = new Kind(field.elementType(), field.similarityFunction());
    Executor free = asked.contains(kind) ? null : ask(kind);
    if (free != null) {
      try {
        free.execute(this::runAll);
      } catch (RejectedExecutionException e) {
        // The node stops: nobody will search it.
        close();
      }
    }
  }

  /** Has a kind wait; returns what is to run all that wait, null if something does already. */
  private synchronized Executor ask(Kind kind) {
    if (executor == null || !asked.add(kind)) {
      return null;
    }
    waiting.add(kind);
    if (isRunning) {
      return null;
    }
    isRunning = true;
    return executor;
  }

  private void runAll() {
    for (Kind kind = next(); kind != null; kind = next()) {
      warmUp.run(kind.type, kind.similarityFunction);
    }
  }

  private synchronized Kind next() {
    Kind kind = waiting.poll();
    isRunning = kind != null;
    return kind;
  }

  /** Ends what runs. */
  @Override
  public void close() {
    warmUp.close();
  }
}
