package org.nseekfs.solr;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.WarmUp;

/** A core whose schema has vector fields has searches of them warmed up. */
@ExtendWith(Solr.class)
class WarmUpTest {

  @Test
  void fieldsOfTheSchemaAreWarmedUp() {
    long start = System.nanoTime();
    while (!WarmUp.isDone(ElementType.F32, VectorSimilarityFunction.COSINE)) {
      assertTrue(System.nanoTime() - start < Duration.ofMinutes(2).toNanos(), "no warm-up");
      Thread.onSpinWait();
    }
  }
}
