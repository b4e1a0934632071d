package org.nseekfs.cli.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SearchPlanTest {

  @Test
  void aQueryThatFindsItselfMeetsTheTargetWithItsOtherHits() {
    SearchPlan plan = new SearchPlan(10, QueryMode.LSH, .8, 10, 1);

    SearchPlan withSelf = plan.withSelf(4);

    assertEquals(5, withSelf.k());
    // Of five hits, itself and 80 % of the other four.
    assertEquals((1 + 4 * .8) / 5, withSelf.recallTarget(), 1e-15);
    assertEquals(.8, SearchPlan.recallOfOthers(withSelf.recallTarget(), 4), 1e-15);
  }

  @Test
  void findingAllStaysFindingAll() {
    for (int others : new int[] {1, 7, 10, 1000}) {
      assertEquals(1, SearchPlan.exact(3).withSelf(others).recallTarget());
      assertEquals(1, SearchPlan.recallOfOthers(1, others));
    }
  }
}
