package org.nseekfs.codec;

import org.nseekfs.quantization.ElementType;

public class TestF32VectorsFormat extends NSeekVectorsFormatTestCase {

  public TestF32VectorsFormat() {
    super(NSeekVectorsConfig.DEFAULT.withDefaultType(ElementType.F32));
  }
}
