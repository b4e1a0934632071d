package org.nseekfs.opensearch;

import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.WarmUp;

/** A node warms up searches of the vector fields whose shards it opens. */
public class NodeWarmUpTest extends NodesTestCase {

  public void testFieldsOfOpenedShardsAreWarmedUp() throws Exception {
    String field = "\"dimension\":8,\"element_type\":\"bf16\",\"similarity\":\"euclidean\"";
    createIndex("warm", field, 1, 0);
    assertBusy(
        () -> assertTrue(WarmUp.isDone(ElementType.BF16, VectorSimilarityFunction.EUCLIDEAN)),
        2,
        TimeUnit.MINUTES);
  }
}
