package org.nseekfs.elasticsearch;

import java.util.Optional;
import org.apache.lucene.codecs.Codec;
import org.elasticsearch.index.codec.CodecProvider;
import org.elasticsearch.index.engine.EngineConfig;
import org.elasticsearch.index.mapper.MapperService;
import org.nseekfs.adapter.VectorField;
import org.nseekfs.adapter.VectorFormats;

/**
 * Elasticsearch's codecs by the same names, save that vector fields are stored in our format.
 * Segments name Elasticsearch's codec and are read by it.
 */
final class NSeekCodecs implements CodecProvider {

  private final CodecProvider delegate;
  private final MapperService mapperService;
  private final VectorFormats formats = new VectorFormats();

  NSeekCodecs(EngineConfig config) {
    this.delegate = config.getCodecProvider();
    this.mapperService = config.getMapperService();
  }

  @Override
  public Codec codec(String name) {
    return formats.codec(delegate.codec(name), this::declared);
  }

  @Override
  public String[] availableCodecs() {
    return delegate.availableCodecs();
  }

  private Optional<VectorField> declared(String field) {
    return mapperService != null
            && mapperService.fieldType(field) instanceof VectorFieldType declared
        ? Optional.of(declared.field())
        : Optional.empty();
  }
}
