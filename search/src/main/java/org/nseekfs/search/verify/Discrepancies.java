package org.nseekfs.search.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.nseekfs.search.verify.Discrepancy.Kind;

/** Discrepancies as they are found. Of each kind the first are listed, the rest are counted. */
public final class Discrepancies {

  /** Listed of a kind. */
  static final int MOST_OF_A_KIND = 100;

  private final List<Discrepancy> listed = new ArrayList<>();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

  public void add(Discrepancy discrepancy) {
    if (counts.merge(discrepancy.kind(), 1, Integer::sum) <= MOST_OF_A_KIND) {
      listed.add(discrepancy);
    }
  }

  /** What is listed, then one of {@link Kind#MORE} for each kind of which there are more. */
  public List<Discrepancy> toList() {
    List<Discrepancy> all = new ArrayList<>(listed);
    counts.forEach(
        (kind, count) -> {
          if (count > MOST_OF_A_KIND) {
            all.add(
                new Discrepancy(
                    Kind.MORE,
                    Discrepancy.NO_RANK,
                    "no other " + kind,
                    (count - MOST_OF_A_KIND) + " more that are not listed"));
          }
        });
    return List.copyOf(all);
  }
}
