package org.nseekfs.benchmarks.peer;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.benchmarks.data.DataSet;

/**
 * What the searches of a run have to cope with. Rows that a filter accepts, and rows that are
 * deleted, are the same in every run with the same figures.
 *
 * @param accepted the share of the rows that a filter accepts; 1 is no filter
 * @param alike whether the filter accepts the rows that are most similar to the first one, as a
 *     subject or a language does; if not, rows drawn at random
 * @param segments of the index; the i-th is as large as the first divided by i
 * @param deleted the share of the rows that are deleted after they were indexed
 */
public record Conditions(double accepted, boolean alike, int segments, double deleted) {

  /** No filter, one segment, nothing deleted. */
  public static final Conditions NONE = new Conditions(1, false, 1, 0);

  private static final String ALIKE = "alike:";
  private static final long FILTER_SEED = 1;
  private static final long DELETE_SEED = 2;

  /** Checks the figures. */
  public Conditions {
    if (!(accepted > 0 && accepted <= 1)) {
      throw new IllegalArgumentException(
          "a filter must accept a share above 0 and at most 1, got " + accepted);
    }
    if (segments < 1) {
      throw new IllegalArgumentException("segments must be positive, got " + segments);
    }
    if (!(deleted >= 0 && deleted < 1)) {
      throw new IllegalArgumentException(
          "the share of deleted rows must be at least 0 and below 1, got " + deleted);
    }
  }

  /**
   * Conditions with the filter that {@code filter} describes: {@code SHARE}, or {@code alike:SHARE}
   * for rows similar to each other.
   */
  public static Conditions of(String filter, int segments, double deleted) {
    boolean alike = filter.startsWith(ALIKE);
    String share = alike ? filter.substring(ALIKE.length()) : filter;
    try {
      return new Conditions(Double.parseDouble(share), alike, segments, deleted);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "a filter must be SHARE or alike:SHARE, got \"" + filter + "\"", e);
    }
  }

  /** Whether a filter is searched with. */
  boolean hasFilter() {
    return accepted < 1;
  }

  /** Whether rows are deleted. */
  boolean hasDeletes() {
    return deleted > 0;
  }

  /** Whether the truth of the whole data set is that of these conditions. */
  public boolean allRows() {
    return !hasFilter() && !hasDeletes();
  }

  /** The conditions as parameters of a run; what is as usual is left out, but for segments. */
  public Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("segments", segments);
    if (hasFilter()) {
      parameters.put("filter", (alike ? ALIKE : "") + accepted);
    }
    if (hasDeletes()) {
      parameters.put("deleted", deleted);
    }
    return parameters;
  }

  /** What sets an index of these conditions apart from one of a single segment. */
  String indexSuffix() {
    return (segments > 1 ? "-" + segments + "-segments" : "")
        + (hasDeletes() ? "-deleted-" + deleted : "");
  }

  /** The rows that may be found. */
  public FixedBitSet findable(DataSet data) throws IOException {
    FixedBitSet rows = accepted(data);
    rows.andNot(deleted(data.base().count()));
    return rows;
  }

  /** The rows that the filter accepts, deleted ones too. */
  FixedBitSet accepted(DataSet data) throws IOException {
    int count = data.base().count();
    if (!hasFilter()) {
      FixedBitSet all = new FixedBitSet(count);
      all.set(0, count);
      return all;
    }
    return alike ? mostSimilar(data) : drawn(count, accepted, FILTER_SEED);
  }

  private FixedBitSet mostSimilar(DataSet data) throws IOException {
    int count = data.base().count();
    double[] first = data.base().doubleVector(0);
    double[] similarities = new double[count];
    for (int row = 0; row < count; row++) {
      similarities[row] = data.similarity(first, data.base().doubleVector(row));
    }
    double[] sorted = similarities.clone();
    Arrays.sort(sorted);
    double least = sorted[count - Math.max(1, (int) Math.round(accepted * count))];
    FixedBitSet rows = new FixedBitSet(count);
    for (int row = 0; row < count; row++) {
      if (similarities[row] >= least) {
        rows.set(row);
      }
    }
    return rows;
  }

  /** The rows that are deleted. */
  FixedBitSet deleted(int count) {
    return drawn(count, deleted, DELETE_SEED);
  }

  private static FixedBitSet drawn(int count, double share, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FixedBitSet rows = new FixedBitSet(count);
    for (int row = 0; row < count; row++) {
      if (random.nextDouble() < share) {
        rows.set(row);
      }
    }
    return rows;
  }

  /** The first row of each segment, and the number of rows at the end. */
  int[] starts(int count) {
    if (segments > count) {
      throw new IllegalArgumentException(
          "segments must be 1.." + count + ", one for every row, got " + segments);
    }
    double sum = 0;
    for (int segment = 1; segment <= segments; segment++) {
      sum += 1.0 / segment;
    }
    int[] starts = new int[segments + 1];
    double share = 0;
    for (int segment = 1; segment <= segments; segment++) {
      share += 1 / (segment * sum);
      int least = starts[segment - 1] + 1;
      int most = count - (segments - segment);
      starts[segment] = Math.clamp(Math.round(share * count), least, most);
    }
    return starts;
  }
}
