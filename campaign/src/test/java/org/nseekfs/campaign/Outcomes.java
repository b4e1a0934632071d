package org.nseekfs.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often what came of an attack, and how long it took. For several threads. */
final class Outcomes {

  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, Duration> longest = new TreeMap<>();

  void add(String outcome) {
    add(outcome, 1);
  }

  synchronized void add(String outcome, long times) {
    if (times > 0) {
      counts.merge(outcome, times, Long::sum);
    }
  }

  /** Notes how long something took; the longest time is kept. */
  synchronized void took(String what, Duration time) {
    longest.merge(what, time, (a, b) -> a.compareTo(b) > 0 ? a : b);
  }

  /** A line for each outcome. */
  synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    counts.forEach((outcome, times) -> lines.add(times + " " + outcome));
    longest.forEach((what, time) -> lines.add("at most " + time.toMillis() + " ms " + what));
    return lines;
  }
}
