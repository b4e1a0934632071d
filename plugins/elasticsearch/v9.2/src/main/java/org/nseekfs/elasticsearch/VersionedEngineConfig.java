package org.nseekfs.elasticsearch;

import org.elasticsearch.index.codec.CodecProvider;
import org.elasticsearch.index.engine.EngineConfig;

/** Copies of what engines are made of, which each minor version of Elasticsearch does its way. */
final class VersionedEngineConfig {

  private VersionedEngineConfig() {}

  /** The same with other codecs. */
  static EngineConfig withCodecs(EngineConfig config, CodecProvider codecs) {
    return new EngineConfig(
        config.getShardId(),
        config.getThreadPool(),
        config.getThreadPoolMergeExecutorService(),
        config.getIndexSettings(),
        config.getWarmer(),
        config.getStore(),
        config.getMergePolicy(),
        config.getAnalyzer(),
        config.getSimilarity(),
        codecs,
        config.getEventListener(),
        config.getQueryCache(),
        config.getQueryCachingPolicy(),
        config.getTranslogConfig(),
        config.getFlushMergesAfter(),
        config.getExternalRefreshListener(),
        config.getInternalRefreshListener(),
        config.getIndexSort(),
        config.getCircuitBreakerService(),
        config.getGlobalCheckpointSupplier(),
        config.retentionLeasesSupplier(),
        config.getPrimaryTermSupplier(),
        config.getSnapshotCommitSupplier(),
        config.getLeafSorter(),
        config.getRelativeTimeInNanosSupplier(),
        config.getIndexCommitListener(),
        config.isPromotableToPrimary(),
        config.getMapperService(),
        config.getEngineResetLock(),
        config.getMergeMetrics(),
        config.getIndexDeletionPolicyWrapper());
  }
}
