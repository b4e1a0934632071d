package org.nseekfs.campaign;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Makes attacks, round after round, so many and until the time is used, and writes down what came
 * of them. A round that breaks a promise does not end the campaign; it fails the test in the end.
 *
 * <p>System properties: {@code campaign.rounds} of each attack at least; {@code campaign.seconds}
 * or {@code campaign.hours}, for all attacks together; {@code campaign.seed} of the first round;
 * {@code campaign.attack}, to make only one.
 */
class CampaignTest {

  private static final long SEED = Long.getLong("campaign.seed", System.currentTimeMillis());
  private static final long ROUNDS = Long.getLong("campaign.rounds", 1);
  private static final String ONLY = System.getProperty("campaign.attack", "");
  private static final Duration ALL = duration();

  /** From so much time on, what takes minutes is tried too. */
  private static final Duration LONG = Duration.ofHours(1);

  /** A round that takes longer hangs. */
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private static final int MAX_FAULTS = 10;

  private static final List<Attack> ATTACKS =
      List.of(
          new SearchAttack(),
          new DamageAttack(),
          new KillAttack(),
          new FaultAttack(),
          new AbortAttack(),
          new LoadAttack(),
          new MachineAttack(),
          new LimitAttack());

  private static final List<Report> REPORTS = new ArrayList<>();

  /**
   * How long a round took.
   *
   * @param cpu of this process; little of it in a long round tells that the machine stood still, or
   *     that the round waited for another process
   */
  private record Round(long seed, Duration time, Duration cpu) {

    @Override
    public String toString() {
      return time.toMillis() + " ms (" + cpu.toMillis() + " of CPU, seed " + seed + ")";
    }
  }

  /**
   * What came of the rounds of an attack.
   *
   * @param rounds at least one, the longest first
   * @param faults with the seeds of their rounds
   */
  private record Report(
      Attack attack, List<Round> rounds, List<String> outcomes, List<String> faults) {

    Duration median() {
      return rounds.get(rounds.size() / 2).time;
    }
  }

  private static Duration duration() {
    String hours = System.getProperty("campaign.hours");
    return hours == null
        ? Duration.ofSeconds(Long.getLong("campaign.seconds", 0))
        : Duration.ofMillis((long) (Double.parseDouble(hours) * 3_600_000));
  }

  static Stream<Attack> attacks() {
    Stream<Attack> attacks = ATTACKS.stream();
    if (ALL.compareTo(LONG) >= 0 || ONLY.equals("giant")) {
      attacks = Stream.concat(attacks, Stream.of(new GiantAttack()));
    }
    return attacks.filter(attack -> ONLY.isEmpty() || attack.name().equals(ONLY));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void breaksNoPromise(Attack attack) throws IOException {
    Duration share = ONLY.isEmpty() ? ALL.dividedBy(ATTACKS.size()) : ALL;
    Outcomes outcomes = new Outcomes();
    List<String> faults = new ArrayList<>();
    List<Round> rounds = new ArrayList<>();
    long start = System.nanoTime();
    do {
      long seed = SEED + rounds.size();
      long before = System.nanoTime();
      Duration cpuBefore = cpu();
      String fault = run(attack, seed, outcomes);
      if (fault != null) {
        faults.add("seed " + seed + ": " + fault);
      }
      Duration time = Duration.ofNanos(System.nanoTime() - before);
      rounds.add(new Round(seed, time, cpu().minus(cpuBefore)));
    } while ((rounds.size() < ROUNDS || System.nanoTime() - start < share.toNanos())
        && faults.size() < MAX_FAULTS
        && !(attack instanceof GiantAttack));
    rounds.sort(Comparator.comparing(Round::time).reversed());
    REPORTS.add(new Report(attack, rounds, outcomes.lines(), faults));
    assertTrue(
        faults.isEmpty(),
        () ->
            String.join("\n", faults)
                + "\nAgain: mvn verify -pl campaign -am -Dcampaign.rounds=1 -Dcampaign.attack="
                + attack.name()
                + " -Dcampaign.seed=SEED");
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** What went wrong in a round; null if nothing did. */
  private static String run(Attack attack, long seed, Outcomes outcomes) throws IOException {
    Path folder = Files.createTempDirectory("campaign");
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              attack.round(seed, folder, outcomes);
              return null;
            });
    Thread thread = new Thread(task, attack.name() + " " + seed);
    thread.start();
    try {
      task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return null;
    } catch (TimeoutException e) {
      return "hangs at " + List.of(thread.getStackTrace());
    } catch (ExecutionException e) {
      return trace(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    } finally {
      IOUtils.rm(folder);
    }
  }

  private static String trace(Throwable thrown) {
    StringBuilder trace = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      trace.append(trace.isEmpty() ? "" : "\n  caused by ").append(cause);
      for (StackTraceElement frame :
          List.of(cause.getStackTrace()).subList(0, Math.min(12, cause.getStackTrace().length))) {
        trace.append("\n    at ").append(frame);
      }
    }
    return trace.toString();
  }

  @AfterAll
  static void writeReport() throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("# Reliability: what was attacked, and what came of it\n\n");
    page.append("Generated by `mvn verify -Pcampaign");
    page.append(" -Dcampaign.seconds=").append(ALL.toSeconds());
    page.append(" -Dcampaign.seed=").append(SEED).append("`, Java ");
    page.append(Runtime.version()).append(".\n");
    page.append(
        "A round is made from a seed of its own, the first from that seed, the next from one more.\n\n");
    page.append(
        "| attack | a round tries | rounds | median | longest | what came of it | faults |\n");
    page.append("|---|---|--:|--:|--:|---|--:|\n");
    for (Report report : REPORTS) {
      page.append("| ").append(report.attack.name());
      page.append(" | ").append(report.attack.tries());
      page.append(" | ").append(report.rounds.size());
      page.append(" | ").append(report.median().toMillis()).append(" ms");
      page.append(" | ").append(report.rounds.getFirst());
      page.append(" | ").append(String.join("<br>", report.outcomes));
      page.append(" | ").append(report.faults.size()).append(" |\n");
    }
    for (Report report : REPORTS) {
      for (String fault : report.faults) {
        page.append("\n## ")
            .append(report.attack.name())
            .append("\n\n```\n")
            .append(fault)
            .append("\n```\n");
      }
    }
    Path target = Path.of("target");
    Files.createDirectories(target);
    Files.writeString(target.resolve("RELIABILITY.md"), page);
  }
}
