package org.nseekfs.elasticsearch;

import org.elasticsearch.index.codec.CodecProvider;
import org.elasticsearch.index.engine.EngineConfig;

/** Copies of what engines are made of, which each minor version of Elasticsearch does its way. */
final class VersionedEngineConfig {

  private VersionedEngineConfig() {}

  /** The same with other codecs. */
  static EngineConfig withCodecs(EngineConfig config, CodecProvider codecs) {
    return EngineConfig.builder(config).codecProvider(codecs).build();
  }
}
