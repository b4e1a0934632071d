package org.nseekfs.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.WarmUp;

class FieldWarmUpTest {

  private static VectorField field(String name, ElementType type) {
    return new VectorField(name, 8, type, VectorSimilarityFunction.EUCLIDEAN, true, true);
  }

  @Test
  void aSingleThreadIsTakenUntilAllKindsAreWarm() {
    List<Runnable> asked = new ArrayList<>();
    try (FieldWarmUp warmUp = new FieldWarmUp()) {
      warmUp.opened(field("before", ElementType.F64));
      warmUp.start(asked::add);
      warmUp.opened(field("a", ElementType.F16));
      warmUp.opened(field("b", ElementType.F16));
      warmUp.opened(field("c", ElementType.BYTE));
      assertEquals(1, asked.size());
      asked.getFirst().run();
      assertTrue(WarmUp.isDone(ElementType.F16, VectorSimilarityFunction.EUCLIDEAN));
      assertTrue(WarmUp.isDone(ElementType.BYTE, VectorSimilarityFunction.EUCLIDEAN));
      assertFalse(WarmUp.isDone(ElementType.F64, VectorSimilarityFunction.EUCLIDEAN));
      warmUp.opened(field("d", ElementType.F16));
      assertEquals(1, asked.size());
    }
  }

  @Test
  void whatIsAskedForIsWarm() {
    try (FieldWarmUp warmUp = new FieldWarmUp()) {
      warmUp.start(Runnable::run);
      warmUp.opened(field("a", ElementType.F32));
      assertTrue(WarmUp.isDone(ElementType.F32, VectorSimilarityFunction.EUCLIDEAN));
    }
  }

  @Test
  void nothingRunsOnceItIsClosed() {
    List<Runnable> asked = new ArrayList<>();
    FieldWarmUp warmUp = new FieldWarmUp();
    warmUp.start(asked::add);
    warmUp.opened(field("a", ElementType.F8));
    warmUp.close();
    asked.forEach(Runnable::run);
    assertFalse(WarmUp.isDone(ElementType.F8, VectorSimilarityFunction.EUCLIDEAN));
  }

  @Test
  void anEngineThatStopsMayRefuse() {
    try (FieldWarmUp warmUp = new FieldWarmUp()) {
      warmUp.start(
          search -> {
            throw new RejectedExecutionException("the node stops");
          });
      warmUp.opened(field("a", ElementType.BF16));
    }
    assertFalse(WarmUp.isDone(ElementType.BF16, VectorSimilarityFunction.EUCLIDEAN));
  }
}
