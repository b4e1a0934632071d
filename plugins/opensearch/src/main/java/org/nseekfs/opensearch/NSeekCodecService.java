package org.nseekfs.opensearch;

import java.util.Optional;
import org.apache.lucene.codecs.Codec;
import org.nseekfs.adapter.VectorField;
import org.nseekfs.adapter.VectorFormats;
import org.opensearch.index.codec.CodecService;
import org.opensearch.index.codec.CodecServiceConfig;
import org.opensearch.index.mapper.MapperService;

/**
 * OpenSearch's codecs by the same names, save that vector fields are stored in our format. Segments
 * name OpenSearch's codec and are read by it.
 */
final class NSeekCodecService extends CodecService {

  private final MapperService mapperService;
  private final VectorFormats formats = new VectorFormats();

  NSeekCodecService(CodecServiceConfig config) {
    super(
        config.getMapperService(),
        config.getIndexSettings(),
        config.getLogger(),
        config.getAdditionalCodecs());
    this.mapperService = config.getMapperService();
  }

  @Override
  public Codec codec(String name) {
    return formats.codec(super.codec(name), this::declared);
  }

  private Optional<VectorField> declared(String field) {
    return mapperService != null
            && mapperService.fieldType(field) instanceof VectorFieldType declared
        ? Optional.of(declared.field())
        : Optional.empty();
  }
}
