package org.nseekfs.elasticsearch;

import java.io.IOException;
import java.util.Comparator;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.common.io.stream.Writeable;
import org.elasticsearch.index.shard.ShardId;
import org.elasticsearch.search.SearchHit;

/**
 * What tells documents of a cluster apart. With routing, shards of one index may each have a
 * document of the same id.
 */
record HitKey(String index, int shard, String id) implements Writeable {

  /** Which of two hits of one score comes first: an order that no run changes. */
  static final Comparator<HitKey> ORDER =
      Comparator.comparing(HitKey::index).thenComparing(HitKey::id).thenComparingInt(HitKey::shard);

  /**
   * The key of a hit.
   *
   * @throws IllegalArgumentException if it is of another cluster
   */
  static HitKey of(SearchHit hit) {
    if (hit.getClusterAlias() != null) {
      throw new IllegalArgumentException(
          HybridQueryBuilder.NAME
              + " searches this cluster only, got index \""
              + hit.getIndex()
              + "\" of cluster \""
              + hit.getClusterAlias()
              + "\"");
    }
    ShardId shard = hit.getShard().getShardId();
    return new HitKey(shard.getIndexName(), shard.id(), hit.getId());
  }

  HitKey(StreamInput in) throws IOException {
    this(in.readString(), in.readVInt(), in.readString());
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeString(index);
    out.writeVInt(shard);
    out.writeString(id);
  }
}
