package org.nseekfs.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;

class SimilarityLabelTest {

  @Test
  void everyFunctionIsFoundByItsLabel() {
    for (VectorSimilarityFunction function : VectorSimilarityFunction.values()) {
      assertEquals(function, SimilarityLabel.parse(SimilarityLabel.of(function)));
    }
    assertEquals(
        VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT,
        SimilarityLabel.parse("Maximum_Inner_Product"));
  }

  @Test
  void anUnknownLabelIsRefusedWithThoseThereAre() {
    assertEquals(
        "similarity must be one of [euclidean, dot_product, cosine, maximum_inner_product],"
            + " got \"l2\"",
        assertThrows(IllegalArgumentException.class, () -> SimilarityLabel.parse("l2"))
            .getMessage());
  }
}
