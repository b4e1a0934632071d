package org.nseekfs.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nseekfs.benchmarks.engine.EngineSpec;
import org.nseekfs.benchmarks.peer.Answer;
import org.nseekfs.benchmarks.peer.IndexSize;
import org.nseekfs.benchmarks.peer.Session;
import org.nseekfs.benchmarks.peer.Work;

class ContenderTest {

  /** Answers every query alike. */
  private record Fixed(int[] rows, double[] raws) implements Session {

    @Override
    public Answer search(int query) {
      return new Answer(1, rows, raws, new Work(2, Work.UNKNOWN, 3, Map.of()));
    }

    @Override
    public String detail() {
      return "";
    }

    @Override
    public IndexSize size() {
      return new IndexSize(1L, 1L, null, null);
    }

    @Override
    public void close() {}
  }

  private static Contender answering(int[] rows, double... raws) throws IOException {
    Contender contender = new Contender(EngineSpec.parse("nseek-f32"), new Fixed(rows, raws), 2, 1);
    contender.measure(new int[] {0, 1}, 0);
    return contender;
  }

  @Test
  void anotherRowAnotherBitOrAnotherOrderIsADifference() throws IOException {
    Contender scan = answering(new int[] {4, 7}, .5, 0.);
    assertEquals(0, answering(new int[] {4, 7}, .5, 0.).differencesFrom(scan));
    assertEquals(2, answering(new int[] {4, 8}, .5, 0.).differencesFrom(scan));
    assertEquals(2, answering(new int[] {7, 4}, .5, 0.).differencesFrom(scan));
    assertEquals(2, answering(new int[] {4, 7}, Math.nextUp(.5), 0.).differencesFrom(scan));
    assertEquals(2, answering(new int[] {4, 7}, .5, -0.).differencesFrom(scan));
    assertEquals(2, answering(new int[] {4}, .5).differencesFrom(scan));
  }
}
