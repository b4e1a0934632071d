package org.nseekfs.elasticsearch;

import java.io.IOException;
import org.elasticsearch.TransportVersion;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.index.query.LeafQueryBuilder;

/** What each minor version of Elasticsearch wants of the queries of plugins. */
abstract class VersionedQueryBuilder<Q extends VersionedQueryBuilder<Q>>
    extends LeafQueryBuilder<Q> {

  VersionedQueryBuilder() {}

  VersionedQueryBuilder(StreamInput in) throws IOException {
    super(in);
  }

  @Override
  public TransportVersion getMinimalSupportedVersion() {
    return TransportVersion.zero();
  }
}
