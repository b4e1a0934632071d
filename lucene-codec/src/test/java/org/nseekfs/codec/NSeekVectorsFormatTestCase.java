package org.nseekfs.codec;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseKnnVectorsFormatTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressCodecs;
import org.apache.lucene.tests.util.TestUtil;

/**
 * Lucene's own tests of a vectors format. BYTE-encoded vectors, which the tests mix in at random,
 * are stored as given.
 */
@SuppressCodecs("SimpleText")
abstract class NSeekVectorsFormatTestCase extends BaseKnnVectorsFormatTestCase {

  private final Codec codec;

  NSeekVectorsFormatTestCase(NSeekVectorsConfig config) {
    this.codec = new NSeekCodec(TestUtil.getDefaultCodec(), config);
  }

  @Override
  protected final Codec getCodec() {
    return codec;
  }

  /** Abstract in the test case of Lucene 10.5, unknown to that of 10.3: so no {@code @Override}. */
  protected final boolean supportsFloatVectorFallback() {
    return false;
  }
}
