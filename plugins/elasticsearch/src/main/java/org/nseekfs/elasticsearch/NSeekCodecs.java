package org.nseekfs.elasticsearch;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.lucene.codecs.Codec;
import org.elasticsearch.index.codec.CodecProvider;
import org.elasticsearch.index.engine.EngineConfig;
import org.elasticsearch.index.mapper.Mapper;
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
  private final Consumer<VectorField> opened;
  private final VectorFormats formats = new VectorFormats();

  /**
   * The codecs of a shard.
   *
   * @param opened is told the shard's vector fields, and again each that is written
   */
  NSeekCodecs(EngineConfig config, Consumer<VectorField> opened) {
    this.delegate = config.getCodecProvider();
    this.mapperService = config.getMapperService();
    this.opened = opened;
    if (mapperService != null) {
      for (Mapper mapper : mapperService.mappingLookup().fieldMappers()) {
        declared(mapper.fullPath());
      }
    }
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
    if (mapperService != null
        && mapperService.fieldType(field) instanceof VectorFieldType declared) {
      opened.accept(declared.field());
      return Optional.of(declared.field());
    }
    return Optional.empty();
  }
}
