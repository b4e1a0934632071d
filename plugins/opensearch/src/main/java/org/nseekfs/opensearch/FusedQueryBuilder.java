package org.nseekfs.opensearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.nseekfs.adapter.FusedScore;
import org.nseekfs.adapter.IdScoresQuery;
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

  private final String text;
  private final List<FusedScore<HitKey>> hits;

  /**
   * The hits {@code hits}.
   *
   * @param text where they come from, for profiles
   */
  FusedQueryBuilder(String text, List<FusedScore<HitKey>> hits) {
    this.text = text;
    this.hits = List.copyOf(hits);
  }

  FusedQueryBuilder(StreamInput in) throws IOException {
    super(in);
    this.text = in.readString();
    this.hits =
        in.readList(
            hit -> new FusedScore<>(new HitKey(hit), hit.readFloat(), Lucene.readExplanation(hit)));
  }

  @Override
  protected void doWriteTo(StreamOutput out) throws IOException {
    out.writeString(text);
    out.writeCollection(
        hits,
        (stream, hit) -> {
          hit.key().writeTo(stream);
          stream.writeFloat(hit.score());
          Lucene.writeExplanation(stream, hit.explanation());
        });
  }

  @Override
  protected Query doToQuery(QueryShardContext context) {
    MappedObjects.scope(context).requireDocuments(HybridQueryBuilder.NAME);
    Map<BytesRef, Explanation> scores = new HashMap<>();
    for (FusedScore<HitKey> hit : hits) {
      if (hit.key().index().equals(context.index().getName())
          && hit.key().shard() == context.getShardId()) {
        scores.put(Uid.encodeId(hit.key().id()), hit.explanation());
      }
    }
    return scores.isEmpty()
        ? new MatchNoDocsQuery("no hit of " + text + " in this shard")
        : new IdScoresQuery(IdFieldMapper.NAME, scores, text);
  }

  /** For logs. */
  @Override
  protected void doXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject(NAME);
    builder.field("of", text);
    builder.field("hits", new ArrayList<>(hits.stream().map(hit -> hit.key().id()).toList()));
    printBoostAndQueryName(builder);
    builder.endObject();
  }

  @Override
  protected boolean doEquals(FusedQueryBuilder other) {
    return text.equals(other.text) && hits.equals(other.hits);
  }

  @Override
  protected int doHashCode() {
    return Objects.hash(text, hits);
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }
}
