package org.nseekfs.campaign;

import java.util.Map;
import java.util.TreeMap;

/** How often what came of an attack. For several threads. */
final class Outcomes {

  private final Map<String, Long> counts = new TreeMap<>();

  void add(String outcome) {
    add(outcome, 1);
  }

  synchronized void add(String outcome, long times) {
    if (times > 0) {
      counts.merge(outcome, times, Long::sum);
    }
  }

  synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}
