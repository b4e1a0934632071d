package org.nseekfs.search.execution;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  @Test
  void withoutATimeoutItNeverPassesByItself() {
    Deadline deadline = new Deadline(null);
    assertFalse(deadline.check());
    deadline.pass();
    assertTrue(deadline.check());
    assertTrue(deadline.hasPassed());
  }

  @Test
  void oncePassedItStaysPassed() {
    AtomicBoolean exit = new AtomicBoolean();
    Deadline deadline = new Deadline(exit::get);
    assertFalse(deadline.check());
    exit.set(true);
    assertFalse(deadline.hasPassed());
    assertTrue(deadline.check());
    exit.set(false);
    assertTrue(deadline.check());
    assertTrue(deadline.hasPassed());
  }
}
