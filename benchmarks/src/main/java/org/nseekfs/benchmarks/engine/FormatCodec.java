package org.nseekfs.benchmarks.engine;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;

/** Lucene's default codec, by its own name, with one format for the vectors of every field. */
final class FormatCodec extends FilterCodec {

  private final KnnVectorsFormat format;

  FormatCodec(KnnVectorsFormat format) {
    super(Codec.getDefault().getName(), Codec.getDefault());
    this.format =
        new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
          }
        };
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return format;
  }
}
