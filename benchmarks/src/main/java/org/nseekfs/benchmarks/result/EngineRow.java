package org.nseekfs.benchmarks.result;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import org.nseekfs.benchmarks.peer.IndexSize;
import org.nseekfs.cli.retrieval.WayFigures;

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
      implements EngineRow {

    /** Queries known to be answered otherwise than by the scan. */
    public int mismatches() {
      return accuracy.scanMismatches() == null ? 0 : accuracy.scanMismatches();
    }
  }

  /**
   * How many hits were right; null for an engine that finds none.
   *
   * @param recall by the engine's own rule, see {@link org.nseekfs.benchmarks.engine.Engine.Hits}
   * @param recallById hits that are among the true k
   * @param recallOverStored hits that are right over the vectors as stored, for engines that round
   *     them; null if this was not asked for
   * @param scanMismatches queries that our scan of the same element type answered with other rows
   *     or other bits of raw similarities; null for an engine without such a scan in the run
   */
  record Accuracy(
      Double recall, Double recallById, Double recallOverStored, Integer scanMismatches) {

    /** By the data set's truth alone. */
    public Accuracy(Double recall, Double recallById) {
      this(recall, recallById, null, null);
    }

    /** This accuracy, and that over the stored vectors. */
    public Accuracy withRecallOverStored(double recallOverStored) {
      return new Accuracy(recall, recallById, recallOverStored, scanMismatches);
    }

    /** This accuracy, compared with a scan; null if there was none. */
    public Accuracy withScanMismatches(Integer scanMismatches) {
      return new Accuracy(recall, recallById, recallOverStored, scanMismatches);
    }
  }

  /**
   * What a query took, mean of all; null where the engine does not say.
   *
   * @param signCodesRead documents whose sign codes were read
   * @param pruned documents by the stage that pruned them
   * @param gbPerS bytes read, in 10^9, over the median time
   */
  record Effort(
      Double documentsScored,
      Double signCodesRead,
      Map<String, Double> pruned,
      Double bytesRead,
      Double gbPerS,
      @JsonUnwrapped IndexSize size) {}

  /** A way of searching that was judged by what it should find. */
  record Retrieved(@JsonUnwrapped WayFigures figures) implements EngineRow {
    @Override
    public String engine() {
      return figures.engine();
    }
  }

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
      @JsonUnwrapped IndexSize size)
      implements EngineRow {}

  /**
   * A search that an engine served over HTTP, or that the library did in this process.
   *
   * @param indexSeconds adding all documents over HTTP, and merging; null for what has no index of
   *     its own
   * @param indexBytes on disk
   */
  record Served(
      String engine,
      @JsonUnwrapped Latency latency,
      Double recall,
      Double indexSeconds,
      Long indexBytes)
      implements EngineRow {}
}
