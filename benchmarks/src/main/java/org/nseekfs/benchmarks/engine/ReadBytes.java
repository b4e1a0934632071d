package org.nseekfs.benchmarks.engine;

import java.lang.foreign.MemorySegment;
import org.nseekfs.benchmarks.peer.Answer;
import org.nseekfs.benchmarks.peer.EngineUnavailableException;
import org.nseekfs.benchmarks.peer.IndexSize;
import org.nseekfs.benchmarks.peer.Peer;
import org.nseekfs.benchmarks.peer.Session;
import org.nseekfs.benchmarks.peer.Work;
import org.nseekfs.benchmarks.peer.Workbench;

/**
 * The yardstick: one sequential pass over the bytes of the base, mapped, that does nothing but sum
 * them.
 */
final class ReadBytes implements Peer {

  @Override
  public Session open(Workbench bench) throws EngineUnavailableException {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      throw new EngineUnavailableException("needs the JVM flag --add-modules jdk.incubator.vector");
    }
    return new Reading(bench.data().base().rowBytesOrNull());
  }

  private static final class Reading implements Session {
    private final MemorySegment rows;

    /** Keeps the sums from being optimised away. */
    private int sum;

    Reading(MemorySegment rows) {
      this.rows = rows;
    }

    @Override
    public Answer search(int query) {
      long start = System.nanoTime();
      sum += PanamaSum.ints(rows);
      return new Answer(System.nanoTime() - start, new int[0], new Work(0, rows.byteSize()));
    }

    @Override
    public String detail() {
      return "no search: sums the bytes of the base";
    }

    @Override
    public IndexSize size() {
      return IndexSize.ofVectors(rows.byteSize());
    }

    @Override
    public void close() {
      if (sum == Integer.MIN_VALUE + 1) {
        System.err.println("the sum of all ints read happens to be " + sum);
      }
    }
  }
}
