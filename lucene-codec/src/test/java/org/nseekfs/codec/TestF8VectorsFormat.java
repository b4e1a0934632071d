package org.nseekfs.codec;

import org.nseekfs.quantization.ElementType;

public class TestF8VectorsFormat extends RoundingVectorsFormatTestCase {

  public TestF8VectorsFormat() {
    super(ElementType.F8);
  }
}
