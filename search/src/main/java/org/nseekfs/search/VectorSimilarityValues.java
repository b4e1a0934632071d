package org.nseekfs.search;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DoubleValues;
import org.apache.lucene.search.DoubleValuesSource;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.explain.Contributions;
import org.nseekfs.search.leaf.RawValues;
import org.nseekfs.search.leaf.StoredVectors;
import org.nseekfs.search.leaf.VectorLeaves;

/**
 * The raw similarity of each document to a target, exact, for sorting, expressions and scores of
 * functions: a dot product, a cosine, or for Euclidean fields a negated squared distance, see
 * {@link org.nseekfs.quantization.Similarity}. Larger is nearer; values may be negative.
 *
 * <p>A document without a vector has no value: what sorts and expressions take for that is theirs
 * to say. A field unknown to the index has no values.
 *
 * <p>A {@code float[]} target is for fields of F8 to F32, a {@code double[]} for F64, a {@code
 * byte[]} for BYTE. Values of segments in other formats have the bits that F32 or BYTE rows give.
 */
public final class VectorSimilarityValues extends DoubleValuesSource {

  private final String field;
  private final QueryVector target;

  /**
   * Raw similarities to {@code target}.
   *
   * @param target of the field's dimension; copied
   * @throws IllegalArgumentException if the target is empty or not finite
   */
  public VectorSimilarityValues(String field, float[] target) {
    this(field, TargetQuery.target(field, target));
  }

  /**
   * Raw similarities to {@code target}.
   *
   * @param target of the field's type and dimension
   */
  public VectorSimilarityValues(String field, QueryVector target) {
    this.field = Objects.requireNonNull(field, "field");
    this.target = Objects.requireNonNull(target, "target");
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException naming the field, if its type or dimension is not the target's
   * @throws IllegalStateException naming field and segment, if F64 vectors lie in a segment that a
   *     writer without NSeekCodec has merged
   */
  @Override
  public DoubleValues getValues(LeafReaderContext context, DoubleValues scores) throws IOException {
    RawValues raws = RawValues.of(context, field, target);
    if (raws == null) {
      return DoubleValues.EMPTY;
    }
    return new DoubleValues() {
      @Override
      public double doubleValue() throws IOException {
        return raws.raw();
      }

      @Override
      public boolean advanceExact(int doc) throws IOException {
        return raws.advanceExact(doc);
      }
    };
  }

  /**
   * Compares two documents of {@code reader}, deleted or not, as to which is nearer to the target.
   *
   * @throws IllegalArgumentException if there is no such document, or it has no vector in the
   *     field, or as {@link #getValues}
   */
  public VectorComparison compare(IndexReader reader, int first, int second) throws IOException {
    Contributions a = contributions(reader, first);
    Contributions b = contributions(reader, second);
    return new VectorComparison(
        new Certificate.Hit(first, a.raw()),
        new Certificate.Hit(second, b.raw()),
        Contributions.largestFirst(a.minus(b)));
  }

  private Contributions contributions(IndexReader reader, int doc) throws IOException {
    LeafReaderContext context = StoredVectors.leafOf(reader, doc);
    Contributions found = Contributions.of(context, field, target, doc - context.docBase);
    if (found == null) {
      throw StoredVectors.none(field, doc);
    }
    return found;
  }

  @Override
  public boolean needsScores() {
    return false;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException as {@link #getValues}, and if the field has no vectors
   * @throws IllegalStateException as {@link #getValues}
   */
  @Override
  public DoubleValuesSource rewrite(IndexSearcher searcher) throws IOException {
    VectorLeaves.find(searcher.getIndexReader(), field, target);
    return this;
  }

  @Override
  public Explanation explain(LeafReaderContext context, int doc, Explanation scoreExplanation)
      throws IOException {
    Contributions contributions = Contributions.of(context, field, target, doc);
    return contributions == null ? Contributions.explainNone(field) : contributions.explainRaw();
  }

  @Override
  public boolean isCacheable(LeafReaderContext context) {
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VectorSimilarityValues that
        && field.equals(that.field)
        && target.equals(that.target);
  }

  @Override
  public int hashCode() {
    return Objects.hash(field, target);
  }

  @Override
  public String toString() {
    return "VectorSimilarityValues:" + field + "," + target;
  }
}
