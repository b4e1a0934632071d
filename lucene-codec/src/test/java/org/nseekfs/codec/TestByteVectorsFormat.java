package org.nseekfs.codec;

import org.apache.lucene.index.VectorEncoding;

public class TestByteVectorsFormat extends NSeekVectorsFormatTestCase {

  public TestByteVectorsFormat() {
    super(NSeekVectorsConfig.DEFAULT);
  }

  @Override
  protected VectorEncoding randomVectorEncoding() {
    return VectorEncoding.BYTE;
  }
}
