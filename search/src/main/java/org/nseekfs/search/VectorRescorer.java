package org.nseekfs.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Rescorer;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.explain.Contributions;
import org.nseekfs.search.leaf.RawValues;
import org.nseekfs.search.leaf.StoredVectors;
import org.nseekfs.search.leaf.VectorLeaves;

/**
 * Ranks the hits of any query anew, by the nearness of their vectors to a target: by (raw
 * similarity, document id), exactly. The new hits are {@link RawScoreDoc}s, scored as Lucene scores
 * the field's similarity function; first-pass scores play no part.
 *
 * <p>A hit without a vector stays a hit: its raw similarity is negative infinity, its score 0.
 *
 * <p>Targets are those of {@link VectorSimilarityValues}.
 */
public final class VectorRescorer extends Rescorer {

  private final String field;
  private final QueryVector target;

  /**
   * A rescorer by nearness to {@code target}.
   *
   * @param target of the field's dimension; copied
   * @throws IllegalArgumentException if the target is empty or not finite
   */
  public VectorRescorer(String field, float[] target) {
    this(field, TargetQuery.target(field, target));
  }

  /**
   * A rescorer by nearness to {@code target}.
   *
   * @param target of the field's type and dimension
   */
  public VectorRescorer(String field, QueryVector target) {
    this.field = Objects.requireNonNull(field, "field");
    this.target = Objects.requireNonNull(target, "target");
  }

  /**
   * The best {@code topN} of the hits, in their new order.
   *
   * @throws IllegalArgumentException naming the field, if it has no vectors, or if its type or
   *     dimension is not the target's; or if a hit is no document of the searcher
   * @throws IllegalStateException naming field and segment, if F64 vectors lie in a segment that a
   *     writer without NSeekCodec has merged
   */
  @Override
  public TopDocs rescore(IndexSearcher searcher, TopDocs firstPassTopDocs, int topN)
      throws IOException {
    VectorLeaves.find(searcher.getIndexReader(), field, target);
    ScoreDoc[] hits = firstPassTopDocs.scoreDocs.clone();
    Arrays.sort(hits, Comparator.comparingInt(hit -> hit.doc));
    RawScoreDoc[] rescored = new RawScoreDoc[hits.length];
    LeafReaderContext context = null;
    RawValues raws = null;
    for (int i = 0; i < hits.length; i++) {
      LeafReaderContext next = StoredVectors.leafOf(searcher.getIndexReader(), hits[i].doc);
      if (!Objects.equals(next, context)) {
        context = next;
        raws = RawValues.of(context, field, target);
      }
      rescored[i] = rescore(hits[i], raws, context.docBase);
    }
    return new TopDocs(firstPassTopDocs.totalHits, best(rescored, topN));
  }

  /** {@code raws} of the hit's leaf, null if that has no vectors. */
  private static RawScoreDoc rescore(ScoreDoc hit, RawValues raws, int docBase) throws IOException {
    boolean hasVector = raws != null && raws.advanceExact(hit.doc - docBase);
    double raw = hasVector ? raws.raw() : Double.NEGATIVE_INFINITY;
    float score = hasVector ? raws.leaf().score(raw) : 0;
    RawScoreDoc rescored = new RawScoreDoc(hit.doc, score, raw);
    rescored.shardIndex = hit.shardIndex;
    return rescored;
  }

  private static ScoreDoc[] best(RawScoreDoc[] hits, int topN) {
    return Arrays.stream(hits)
        .sorted(RawScoreDoc.NEAREST_FIRST)
        .limit(topN)
        .toArray(ScoreDoc[]::new);
  }

  @Override
  public Explanation explain(IndexSearcher searcher, Explanation firstPassExplanation, int docID)
      throws IOException {
    if (!firstPassExplanation.isMatch()) {
      return Explanation.noMatch("no hit of the first pass", firstPassExplanation);
    }
    LeafReaderContext context = StoredVectors.leafOf(searcher.getIndexReader(), docID);
    Contributions contributions = Contributions.of(context, field, target, docID - context.docBase);
    if (contributions == null) {
      return Explanation.match(
          0f, "rescored, with no vector in field \"" + field + "\"", firstPassExplanation);
    }
    return contributions.explainScore(contributions.score(), "rescored");
  }
}
