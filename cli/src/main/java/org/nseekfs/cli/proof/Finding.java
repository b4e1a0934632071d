package org.nseekfs.cli.proof;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.nseekfs.search.verify.Discrepancy;

/** A discrepancy as JSON; without a rank where it is not about a hit. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Finding(String kind, Integer rank, String expected, String found) {

  static List<Finding> of(List<Discrepancy> discrepancies) {
    return discrepancies.stream().map(Finding::of).toList();
  }

  private static Finding of(Discrepancy discrepancy) {
    return new Finding(
        discrepancy.kind().name(),
        discrepancy.rank() == Discrepancy.NO_RANK ? null : discrepancy.rank(),
        discrepancy.expected(),
        discrepancy.found());
  }
}
