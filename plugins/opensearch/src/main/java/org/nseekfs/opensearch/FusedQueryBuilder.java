package org.nseekfs.opensearch;

import java.io.IOException;
import org.apache.lucene.search.Query;
import org.nseekfs.adapter.FusedScore;
import org.nseekfs.adapter.HitKey;
import org.nseekfs.adapter.HybridHits;
import org.opensearch.common.lucene.Lucene;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.index.mapper.IdFieldMapper;
import org.opensearch.index.mapper.Uid;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.QueryShardContext;

/**
 * What becomes of a {@link HybridQueryBuilder}: its hits over all shards, by their ids. Nodes send
 * it to each other; requests cannot name it.
 */
final class FusedQueryBuilder extends AbstractQueryBuilder<FusedQueryBuilder> {

  static final String NAME = "nseek_fused";

  private final HybridHits hits;

  FusedQueryBuilder(HybridHits hits) {
    this.hits = hits;
  }

  FusedQueryBuilder(StreamInput in) throws IOException {
    super(in);
    this.hits = new HybridHits(in.readString(), in.readList(FusedQueryBuilder::readHit));
  }

  private static FusedScore<HitKey> readHit(StreamInput in) throws IOException {
    HitKey key = new HitKey(in.readString(), in.readVInt(), in.readString());
    return new FusedScore<>(key, in.readFloat(), Lucene.readExplanation(in));
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    out.writeString(hits.text());
    out.writeCollection(hits.best(), FusedQueryBuilder::writeHit);
  }

  private static void writeHit(StreamOutput out, FusedScore<HitKey> hit) throws IOException {
    out.writeString(hit.key().index());
    out.writeVInt(hit.key().shard());
    out.writeString(hit.key().id());
    out.writeFloat(hit.score());
    Lucene.writeExplanation(out, hit.explanation());
  }

  @Override
  protected Query doToQuery(QueryShardContext context) {
    MappedObjects.scope(context).requireDocuments(HybridQueryBuilder.NAME);
    return hits.toQuery(
        context.index().getName(), context.getShardId(), IdFieldMapper.NAME, Uid::encodeId);
  }

  /** For logs. */
  @Override
  protected void doXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject(NAME);
    builder.field("of", hits.text());
    builder.field("hits", hits.best().stream().map(hit -> hit.key().id()).toList());
    printBoostAndQueryName(builder);
    builder.endObject();
  }

  @Override
  protected boolean doEquals(FusedQueryBuilder other) {
    return hits.equals(other.hits);
  }

  @Override
  protected int doHashCode() {
    return hits.hashCode();
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }
}
