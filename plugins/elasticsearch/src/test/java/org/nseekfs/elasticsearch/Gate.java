package org.nseekfs.elasticsearch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where the threads of a search wait for what a test has to do first. */
final class Gate {

  private final CountDownLatch arrived;
  private final CountDownLatch opened = new CountDownLatch(1);
  private final long waitMillis;
  private final Set<String> threads = ConcurrentHashMap.newKeySet();

  /**
   * A closed gate.
   *
   * @param threads how many different threads {@link #awaitArrivals} waits for
   * @param waitMillis after which threads go on even if it is not opened
   */
  Gate(int threads, long waitMillis) {
    this.arrived = new CountDownLatch(threads);
    this.waitMillis = waitMillis;
  }

  /** Waits until the gate is opened. */
  void pass() {
    if (threads.add(Thread.currentThread().getName())) {
      arrived.countDown();
    }
    await(opened, waitMillis);
  }

  void open() {
    opened.countDown();
  }

  /** Whether as many threads have come as there should. */
  boolean awaitArrivals() {
    return await(arrived, 20_000);
  }

  private static boolean await(CountDownLatch latch, long millis) {
    try {
      return latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
