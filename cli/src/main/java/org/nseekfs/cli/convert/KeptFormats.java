package org.nseekfs.cli.convert;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.nseekfs.cli.index.VectorField;

/**
 * Lucene's default codec, but fields of vectors are written in the format that they have in an
 * index, with that format's default settings.
 */
final class KeptFormats extends FilterCodec {

  private final KnnVectorsFormat vectorsFormat;

  private KeptFormats(Codec delegate, Map<String, KnnVectorsFormat> formats) {
    super(delegate.getName(), delegate);
    PerFieldKnnVectorsFormat others = (PerFieldKnnVectorsFormat) delegate.knnVectorsFormat();
    this.vectorsFormat =
        new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            KnnVectorsFormat kept = formats.get(field);
            return kept == null ? others.getKnnVectorsFormatForField(field) : kept;
          }
        };
  }

  /** The codec that keeps the formats of an index, but for those of {@code changed} fields. */
  static Codec of(IndexReader reader, Set<String> changed) {
    Map<String, String> names = new HashMap<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      for (VectorField field : VectorField.of(leaf.reader().getFieldInfos())) {
        if (!changed.contains(field.name())) {
          names.put(field.name(), field.format());
        }
      }
    }
    Map<String, KnnVectorsFormat> instances = new HashMap<>();
    Map<String, KnnVectorsFormat> formats = new HashMap<>();
    names.forEach(
        (field, format) ->
            formats.put(field, instances.computeIfAbsent(format, KnnVectorsFormat::forName)));
    return new KeptFormats(Codec.getDefault(), formats);
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return vectorsFormat;
  }
}
