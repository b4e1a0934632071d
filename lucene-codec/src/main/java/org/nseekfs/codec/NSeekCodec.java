package org.nseekfs.codec;

import java.util.Optional;
import java.util.function.Function;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.nseekfs.codec.spi.SupportedLucene;

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
    this(delegate, formats(config));
  }

  /**
   * Stores the fields for which {@code formats} has a format, by their names; throws as the one
   * with a configuration.
   *
   * @param formats one and the same instance for all fields that are stored alike: a set of files
   *     is opened for each
   */
  public NSeekCodec(Codec delegate, Function<String, Optional<NSeekVectorsFormat>> formats) {
    super(delegate.getName(), delegate);
    SupportedLucene.require();
    if (!(delegate.knnVectorsFormat() instanceof PerFieldKnnVectorsFormat others)) {
      throw new IllegalArgumentException(
          "codec "
              + delegate.getName()
              + " has no per-field vectors format, so it could never read the index: "
              + delegate.knnVectorsFormat());
    }
    this.vectorsFormat =
        new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            Optional<NSeekVectorsFormat> ours = formats.apply(field);
            return ours.isPresent() ? ours.get() : others.getKnnVectorsFormatForField(field);
          }
        };
  }

  private static Function<String, Optional<NSeekVectorsFormat>> formats(NSeekVectorsConfig config) {
    Optional<NSeekVectorsFormat> ours = Optional.of(new NSeekVectorsFormat(config));
    return field -> config.covers(field) ? ours : Optional.empty();
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return vectorsFormat;
  }
}
