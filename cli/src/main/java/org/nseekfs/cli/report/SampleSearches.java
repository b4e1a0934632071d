package org.nseekfs.cli.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.search.TopDocs;
import org.nseekfs.cli.index.IndexVectors;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.measure.Percentiles;
import org.nseekfs.cli.measure.SampleTruth;
import org.nseekfs.cli.measure.SearchMeans;
import org.nseekfs.cli.measure.StoredSample;
import org.nseekfs.cli.measure.TimedSearches;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.cli.search.QueryMode;
import org.nseekfs.cli.search.SearchPlan;
import org.nseekfs.search.VectorTopDocs;

/** Searches of an index for a sample of its own vectors, none of which counts as its neighbour. */
final class SampleSearches {

  private static final double[] RECALL_TARGETS = {.8, .9, .95, .99};
  private static final int[] CANDIDATES_A_HIT = {1, 2, 4, 8, 16};
  private static final int SLOWEST = 10;

  private final VectorIndex index;
  private final StoredSample sample;
  private final SampleTruth truth;
  private final int nearest;
  private final Output output;

  private SampleSearches(
      VectorIndex index, StoredSample sample, SampleTruth truth, int nearest, Output output) {
    this.index = index;
    this.sample = sample;
    this.truth = truth;
    this.nearest = nearest;
    this.output = output;
  }

  /** Draws a sample of at most {@code size} vectors and finds the {@code k} nearest of each. */
  static SampleSearches of(VectorIndex index, int size, int k, Output output) throws IOException {
    IndexVectors stored = new IndexVectors(index);
    if (stored.count() < 2) {
      throw new CommandFailedException(
          "a report needs an index of at least 2 vectors, got " + stored.count());
    }
    StoredSample sample = StoredSample.of(stored, size);
    int nearest = Math.min(k, stored.count() - 1);
    SampleTruth truth = new SampleTruth(sample, nearest);
    try (Progress progress = output.progress("searching for the truth", sample.count())) {
      truth.compute(index, progress);
    }
    return new SampleSearches(index, sample, truth, nearest, output);
  }

  /** Searches for the same vectors in a copy of the index. */
  SampleSearches in(VectorIndex copy) throws IOException {
    StoredSample same = StoredSample.of(new IndexVectors(copy), sample.count());
    return new SampleSearches(copy, same, truth.of(same), nearest, output);
  }

  int count() {
    return sample.count();
  }

  /** Exact searches, and the slowest of them. */
  Exact exact() throws IOException {
    TimedSearches searches = run(SearchPlan.exact(nearest), "exact");
    List<SlowSearch> slowest =
        IntStream.range(0, searches.count())
            .boxed()
            .sorted(Comparator.comparingDouble(searches::millis).reversed())
            .limit(SLOWEST)
            .map(row -> slow(searches, row))
            .toList();
    return new Exact(measured(searches, "all of them"), slowest);
  }

  /** What exact searches gave. */
  record Exact(MeasuredSearch search, List<SlowSearch> slowest) {}

  private SlowSearch slow(TimedSearches searches, int row) {
    TopDocs found = searches.found(row);
    return new SlowSearch(
        sample.doc(row), searches.millis(row), ((VectorTopDocs) found).documentsScored());
  }

  /** Searches by sign codes to several recall targets. */
  Curve toRecallTargets() throws IOException {
    List<MeasuredSearch> measured = new ArrayList<>();
    for (double target : RECALL_TARGETS) {
      String setting = "recall target " + target;
      SearchPlan plan = new SearchPlan(nearest, QueryMode.LSH, target, nearest, 1);
      measured.add(measured(run(plan, setting), setting));
    }
    return new Curve("to a recall target, by sign codes", measured);
  }

  /** Lucene's own searches with several numbers of candidates. */
  Curve byLucene(String name) throws IOException {
    List<MeasuredSearch> measured = new ArrayList<>();
    for (int aHit : CANDIDATES_A_HIT) {
      String setting = aHit * nearest + " candidates";
      SearchPlan plan = new SearchPlan(nearest, QueryMode.KNN, 1, aHit * nearest, 1);
      measured.add(measured(run(plan, setting), setting));
    }
    return new Curve(name, measured);
  }

  private TimedSearches run(SearchPlan plan, String what) throws IOException {
    TimedSearches searches = new TimedSearches(index, sample, plan.withSelf(nearest));
    try (Progress progress = output.progress(what, 2L * sample.count())) {
      searches.warmUp(sample.count(), progress::step);
      searches.run(progress::step);
    }
    return searches;
  }

  private MeasuredSearch measured(TimedSearches searches, String setting) throws IOException {
    Percentiles times = searches.times();
    SearchMeans means = searches.meansOrNull();
    return new MeasuredSearch(
        setting,
        searches.recall(truth, nearest),
        times.millis(50),
        times.millis(90),
        means == null ? null : means.withoutSelf(nearest));
  }
}
