package org.nseekfs.codec;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;

/**
 * What an IndexWriter is given to write vectors as {@link NSeekVectorsFormat} does; everything else
 * is its delegate's, the name too. So segments are read by the delegate's class, and need no more
 * than this jar on the class path.
 *
 * <p>An IndexWriter without this codec turns the fields it merges into the default format.
 */
public final class NSeekCodec extends FilterCodec {

  private final KnnVectorsFormat vectorsFormat;

  /** {@link NSeekVectorsConfig#DEFAULT} over the default codec. */
  public NSeekCodec() {
    this(NSeekVectorsConfig.DEFAULT);
  }

  /** {@code config} over the default codec. */
  public NSeekCodec(NSeekVectorsConfig config) {
    this(Codec.getDefault(), config);
  }

  /**
   * {@code config} over {@code delegate}.
   *
   * @throws IllegalArgumentException if the delegate's vectors format is not per-field: it could
   *     not read what is written here
   */
  public NSeekCodec(Codec delegate, NSeekVectorsConfig config) {
    super(delegate.getName(), delegate);
    if (!(delegate.knnVectorsFormat() instanceof PerFieldKnnVectorsFormat others)) {
      throw new IllegalArgumentException(
          "codec "
              + delegate.getName()
              + " has no per-field vectors format, so it could never read the index: "
              + delegate.knnVectorsFormat());
    }
    this.vectorsFormat = new Fields(config, others);
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return vectorsFormat;
  }

  private static final class Fields extends PerFieldKnnVectorsFormat {
    private final NSeekVectorsConfig config;
    private final PerFieldKnnVectorsFormat others;

    /** One instance for all fields: a set of files is opened for each. */
    private final KnnVectorsFormat ours;

    Fields(NSeekVectorsConfig config, PerFieldKnnVectorsFormat others) {
      this.config = config;
      this.others = others;
      this.ours = new NSeekVectorsFormat(config);
    }

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
      return config.covers(field) ? ours : others.getKnnVectorsFormatForField(field);
    }
  }
}
