package org.nseekfs.codec;

import org.nseekfs.quantization.ElementType;

public class TestBF16VectorsFormat extends RoundingVectorsFormatTestCase {

  public TestBF16VectorsFormat() {
    super(ElementType.BF16);
  }
}
