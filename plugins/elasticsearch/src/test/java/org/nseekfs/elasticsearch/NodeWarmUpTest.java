package org.nseekfs.elasticsearch;

import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.WarmUp;

/** A node warms up searches of the vector fields whose shards it opens. */
public class NodeWarmUpTest extends RestTestCase {

  public void testFieldsOfOpenedShardsAreWarmedUp() throws Exception {
    create("warm", 1, 0, vectorField(8, "bf16", "euclidean"));
    assertBusy(
        () -> assertTrue(WarmUp.isDone(ElementType.BF16, VectorSimilarityFunction.EUCLIDEAN)),
        2,
        TimeUnit.MINUTES);
  }
}
