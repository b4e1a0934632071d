package org.nseekfs.codec.spi;

import java.io.IOException;
import org.apache.lucene.search.VectorScorer;

/**
 * What the vector values of our format give as scorers: raw values beside Lucene's scores, of one
 * document at a time. Scores rows where they lie. Used by one thread.
 */
public interface RawVectorScorer extends VectorScorer {

  /** The raw value of the document that {@link #iterator} stands on. */
  double raw() throws IOException;
}
