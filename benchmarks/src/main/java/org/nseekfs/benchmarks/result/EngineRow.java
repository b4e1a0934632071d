package org.nseekfs.benchmarks.result;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** The figures of one engine in one run. */
public sealed interface EngineRow {

  /** The engine, with its parameter. */
  String engine();

  /**
   * An engine that could not run.
   *
   * @param skipped why
   */
  record Skipped(String engine, String skipped) implements EngineRow {}

  /** An engine that searched. */
  record Searched(
      String engine,
      String detail,
      @JsonUnwrapped Latency latency,
      @JsonUnwrapped Accuracy accuracy,
      @JsonUnwrapped Effort effort)
      implements EngineRow {}

  /**
   * How many hits were right; null for an engine that finds none.
   *
   * @param recall by the engine's own rule, see {@link org.nseekfs.benchmarks.engine.Engine.Hits}
   * @param recallById hits that are among the true k
   */
  record Accuracy(Double recall, Double recallById) {}

  /**
   * What a query took, mean of all; null where the engine does not say.
   *
   * @param gbPerS bytes read, in 10^9, over the median time
   * @param indexBytes size on disk
   */
  record Effort(Double documentsScored, Double bytesRead, Double gbPerS, Long indexBytes) {}

  /**
   * An engine that built its index.
   *
   * @param secondsOfRounds the whole time of every round
   * @param seconds their median
   * @param addSeconds of the median round (the lower middle one)
   * @param mergeSeconds likewise
   * @param commitSeconds likewise
   */
  record Indexed(
      String engine,
      double[] secondsOfRounds,
      double seconds,
      double addSeconds,
      double mergeSeconds,
      double commitSeconds,
      long indexBytes)
      implements EngineRow {}
}
