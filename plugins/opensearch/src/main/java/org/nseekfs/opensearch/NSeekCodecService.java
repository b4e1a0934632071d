package org.nseekfs.opensearch;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.lucene.codecs.Codec;
import org.nseekfs.adapter.VectorField;
import org.nseekfs.adapter.VectorFormats;
import org.opensearch.index.codec.CodecService;
import org.opensearch.index.codec.CodecServiceConfig;
import org.opensearch.index.mapper.MappedFieldType;
import org.opensearch.index.mapper.MapperService;

/**
 * OpenSearch's codecs by the same names, save that vector fields are stored in our format. Segments
 * name OpenSearch's codec and are read by it.
 */
final class NSeekCodecService extends CodecService {

  private final MapperService mapperService;
  private final Consumer<VectorField> opened;
  private final VectorFormats formats = new VectorFormats();

  /**
   * The codecs of a shard.
   *
   * @param opened is told the shard's vector fields, and again each that is written
   */
  NSeekCodecService(CodecServiceConfig config, Consumer<VectorField> opened) {
    super(
        config.getMapperService(),
        config.getIndexSettings(),
        config.getLogger(),
        config.getAdditionalCodecs());
    this.mapperService = config.getMapperService();
    this.opened = opened;
    if (mapperService != null) {
      for (MappedFieldType type : mapperService.fieldTypes()) {
        declared(type.name());
      }
    }
  }

  @Override
  public Codec codec(String name) {
    return formats.codec(super.codec(name), this::declared);
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
