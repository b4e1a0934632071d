package org.nseekfs.benchmarks.result;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * One run: one line of JSON.
 *
 * @param kind {@code search}, {@code indexing} or {@code retrieval}
 * @param parameters everything that was set, in the order to be shown
 * @param engines a row of figures an engine
 */
public record RunRecord(
    String kind,
    @JsonUnwrapped Environment environment,
    DataDescription data,
    Map<String, Object> parameters,
    List<EngineRow> engines) {

  /**
   * The data set.
   *
   * @param sha256 of every file, by name; none of data that is no files
   */
  public record DataDescription(
      String name, int count, int dimension, Map<String, String> sha256) {}
}
