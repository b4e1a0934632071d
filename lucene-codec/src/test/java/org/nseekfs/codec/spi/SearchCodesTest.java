package org.nseekfs.codec.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SearchCodesTest {

  @Test
  void severalTimesAsManySeedsAsHitsAreLookedAtFirst() {
    assertEquals(32, SearchCodes.certified(1).seeds());
    assertEquals(40, SearchCodes.certified(10).seeds());
    assertTrue(SearchCodes.certified(Integer.MAX_VALUE).seeds() > 1_000_000);
    assertThrows(IllegalArgumentException.class, () -> SearchCodes.certified(0));
    assertTrue(SearchCodes.scan().isScan());
    assertFalse(SearchCodes.certified(1).isScan());
  }
}
