package org.nseekfs.search;

import java.util.Comparator;
import org.apache.lucene.search.ScoreDoc;

/** A hit with its raw similarity, see {@link org.nseekfs.quantization.Similarity}. */
public final class RawScoreDoc extends ScoreDoc {

  /** The order of our own searches. */
  static final Comparator<RawScoreDoc> NEAREST_FIRST =
      Comparator.<RawScoreDoc>comparingDouble(hit -> hit.raw)
          .reversed()
          .thenComparingInt(hit -> hit.doc);

  /** The dot product, the negated squared distance or the cosine; larger is nearer. */
  public final double raw;

  public RawScoreDoc(int doc, float score, double raw) {
    super(doc, score);
    this.raw = raw;
  }

  @Override
  public String toString() {
    return "doc=" + doc + " raw=" + raw + " score=" + score;
  }
}
