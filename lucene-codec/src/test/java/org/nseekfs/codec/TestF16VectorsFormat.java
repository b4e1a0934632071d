package org.nseekfs.codec;

import org.nseekfs.quantization.ElementType;

public class TestF16VectorsFormat extends RoundingVectorsFormatTestCase {

  public TestF16VectorsFormat() {
    super(ElementType.F16);
  }
}
