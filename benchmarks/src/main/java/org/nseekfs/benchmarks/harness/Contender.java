package org.nseekfs.benchmarks.harness;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.nseekfs.benchmarks.engine.Engine;
import org.nseekfs.benchmarks.engine.EngineSpec;
import org.nseekfs.benchmarks.peer.Answer;
import org.nseekfs.benchmarks.peer.Session;
import org.nseekfs.benchmarks.result.EngineRow;
import org.nseekfs.benchmarks.result.Latency;

/** An engine in a run, and what it has done so far. */
final class Contender implements AutoCloseable {

  private final EngineSpec spec;
  private final Session session;
  private final long[][] nanos;
  private final Answer[] answers;

  Contender(EngineSpec spec, Session session, int queries, int rounds) {
    this.spec = spec;
    this.session = session;
    this.nanos = new long[queries][rounds];
    this.answers = new Answer[queries];
  }

  Engine engine() {
    return spec.engine();
  }

  boolean answersBatches() {
    return session.answersBatches();
  }

  /** Answers queries, which is not measured. */
  void warmUp(int[] queries) throws IOException {
    session.searchAll(queries);
  }

  /** Answers queries in round {@code round}. */
  void measure(int[] queries, int round) throws IOException {
    List<Answer> found = session.searchAll(queries);
    for (int i = 0; i < queries.length; i++) {
      answers[queries[i]] = found.get(i);
      nanos[queries[i]][round] = found.get(i).nanos();
    }
  }

  /** How many queries it answered with other rows or other bits of raw similarities. */
  int differencesFrom(Contender other) {
    int differences = 0;
    for (int query = 0; query < answers.length; query++) {
      Answer mine = answers[query];
      Answer others = other.answers[query];
      // Arrays.equals compares doubles by their bits, zeros of both signs apart.
      if (!(Arrays.equals(mine.rows(), others.rows())
          && Arrays.equals(mine.raws(), others.raws()))) {
        differences++;
      }
    }
    return differences;
  }

  /** Its figures, with what {@link #accuracy} says. */
  EngineRow row(EngineRow.Accuracy accuracy) throws IOException {
    Latency latency = Latency.of(nanos);
    return new EngineRow.Searched(
        spec.label(), session.detail(), latency, accuracy, effort(latency));
  }

  /**
   * How right it was by {@code recall}; over what it stores too, if it rounds and that is asked.
   */
  EngineRow.Accuracy accuracy(Recall recall, boolean overStored) throws IOException {
    int[][] found = Arrays.stream(answers).map(Answer::rows).toArray(int[][]::new);
    EngineRow.Accuracy accuracy = recall.of(found, engine().hits());
    if (!overStored || engine().hits() != Engine.Hits.LOSSY) {
      return accuracy;
    }
    return accuracy.withRecallOverStored(
        recall.overStored(found, session.heldVectors().orElseThrow()));
  }

  private EngineRow.Effort effort(Latency latency) throws IOException {
    Double documents =
        engine().hits() == Engine.Hits.NONE
            ? null
            : meanOrNull(answer -> answer.work().documentsScored());
    Double signCodes = meanOrNull(answer -> answer.work().signCodesRead());
    Double bytes = meanOrNull(answer -> answer.work().bytesRead());
    Double gbPerS = bytes == null ? null : bytes / latency.p50Ms() / 1e6;
    return new EngineRow.Effort(documents, signCodes, pruned(), bytes, gbPerS, session.size());
  }

  private Double meanOrNull(ToLongFunction<Answer> figure) {
    double mean = Arrays.stream(answers).mapToLong(figure).average().orElseThrow();
    return mean < 0 ? null : mean;
  }

  /** The mean of every stage; null without stages. */
  private Map<String, Double> pruned() {
    Map<String, Double> means = new TreeMap<>();
    for (Answer answer : answers) {
      answer
          .work()
          .pruned()
          .forEach(
              (stage, documents) ->
                  means.merge(stage, (double) documents / answers.length, Double::sum));
    }
    return means.isEmpty() ? null : means;
  }

  @Override
  public void close() throws IOException {
    session.close();
  }
}
