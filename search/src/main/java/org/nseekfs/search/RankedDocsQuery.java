package org.nseekfs.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Matches;
import org.apache.lucene.search.MatchesUtils;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;

/**
 * Matches the documents that a search has found in one reader, with the scores it gave them. A
 * searcher of a single leaf of that reader sees the leaf's share of them.
 */
public final class RankedDocsQuery extends Query {

  /**
   * A document that a searcher asks about.
   *
   * @param context of the searcher's leaf that has it
   * @param doc its number in that leaf
   * @param foundDoc its number in the reader that was searched
   */
  public record AskedDoc(
      IndexSearcher searcher, LeafReaderContext context, int doc, int foundDoc) {}

  /** Why documents are, or are not, among those found. */
  public interface Origin {
    /** Why the search found {@code hit}, with {@code score}, boosted already. */
    Explanation explainHit(AskedDoc asked, RawScoreDoc hit, float score) throws IOException;

    /** Why the search did not find the document. */
    Explanation explainMiss(AskedDoc asked) throws IOException;

    /** Where in its text the document matches; null if it {@code isHit} not. */
    default Matches matches(AskedDoc asked, boolean isHit) throws IOException {
      return isHit ? MatchesUtils.MATCH_WITH_NO_TERMS : null;
    }
  }

  private final Origin origin;
  private final RawScoreDoc[] hits;
  private final Object contextIdentity;

  /** Where each leaf's documents start, by the identity of the leaf as a reader of its own. */
  private final IdentityHashMap<Object, Integer> docBases = new IdentityHashMap<>();

  /**
   * The documents {@code hits}, in any order, of {@code reader}.
   *
   * @param origin what found them; of value equality
   */
  public RankedDocsQuery(Origin origin, RawScoreDoc[] hits, IndexReader reader) {
    this.origin = origin;
    this.hits = hits.clone();
    this.contextIdentity = reader.getContext().id();
    Arrays.sort(this.hits, Comparator.comparingInt(hit -> hit.doc));
    for (LeafReaderContext leaf : reader.leaves()) {
      docBases.putIfAbsent(leaf.reader().getContext().id(), leaf.docBase);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the documents were found in another reader
   */
  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
    return new RankedDocsWeight(searcher, boost);
  }

  private int docBase(IndexReader reader) {
    Object identity = reader.getContext().id();
    Integer docBase = identity == contextIdentity ? Integer.valueOf(0) : docBases.get(identity);
    if (docBase == null) {
      throw new IllegalStateException("these documents were found in another reader: " + this);
    }
    return docBase;
  }

  /** The place of the first hit not before {@code doc}. */
  private int firstFrom(int doc) {
    int low = 0;
    int high = hits.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (hits[middle].doc < doc) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private RawScoreDoc hitOrNull(int doc) {
    int slot = firstFrom(doc);
    return slot < hits.length && hits[slot].doc == doc ? hits[slot] : null;
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return "RankedDocsQuery[" + hits.length + " of " + origin + "]";
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other) && equalsTo((RankedDocsQuery) other);
  }

  private boolean equalsTo(RankedDocsQuery other) {
    return contextIdentity == other.contextIdentity
        && origin.equals(other.origin)
        && Arrays.equals(docs(), other.docs())
        && Arrays.equals(raws(), other.raws());
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), contextIdentity, origin, Arrays.hashCode(docs()));
  }

  private int[] docs() {
    return Arrays.stream(hits).mapToInt(hit -> hit.doc).toArray();
  }

  private double[] raws() {
    return Arrays.stream(hits).mapToDouble(hit -> hit.raw).toArray();
  }

  private final class RankedDocsWeight extends Weight {
    private final IndexSearcher searcher;
    private final float boost;
    private final int docBase;

    RankedDocsWeight(IndexSearcher searcher, float boost) {
      super(RankedDocsQuery.this);
      this.searcher = searcher;
      this.boost = boost;
      this.docBase = RankedDocsQuery.this.docBase(searcher.getIndexReader());
    }

    private int docBase(LeafReaderContext context) {
      return docBase + context.docBase;
    }

    private int firstOf(LeafReaderContext context) {
      return firstFrom(docBase(context));
    }

    private int endOf(LeafReaderContext context) {
      return firstFrom(docBase(context) + context.reader().maxDoc());
    }

    private AskedDoc asked(LeafReaderContext context, int doc) {
      return new AskedDoc(searcher, context, doc, docBase(context) + doc);
    }

    @Override
    public Explanation explain(LeafReaderContext context, int doc) throws IOException {
      AskedDoc asked = asked(context, doc);
      RawScoreDoc hit = hitOrNull(asked.foundDoc);
      return hit == null
          ? origin.explainMiss(asked)
          : origin.explainHit(asked, hit, hit.score * boost);
    }

    @Override
    public Matches matches(LeafReaderContext context, int doc) throws IOException {
      AskedDoc asked = asked(context, doc);
      return origin.matches(asked, hitOrNull(asked.foundDoc) != null);
    }

    @Override
    public int count(LeafReaderContext context) {
      return endOf(context) - firstOf(context);
    }

    @Override
    public ScorerSupplier scorerSupplier(LeafReaderContext context) {
      int first = firstOf(context);
      int end = endOf(context);
      return first == end
          ? null
          : new DefaultScorerSupplier(new RankedDocsScorer(first, end, docBase(context), boost));
    }

    @Override
    public boolean isCacheable(LeafReaderContext context) {
      return true;
    }
  }

  private final class RankedDocsScorer extends Scorer {
    private final RankedDocsIterator iterator;
    private final float boost;
    private final float maxScore;

    RankedDocsScorer(int first, int end, int docBase, float boost) {
      this.iterator = new RankedDocsIterator(first, end, docBase);
      this.boost = boost;
      float max = 0;
      for (int slot = first; slot < end; slot++) {
        max = Math.max(max, hits[slot].score);
      }
      this.maxScore = max * boost;
    }

    @Override
    public DocIdSetIterator iterator() {
      return iterator;
    }

    @Override
    public int docID() {
      return iterator.docID();
    }

    @Override
    public float score() {
      return hits[iterator.slot].score * boost;
    }

    @Override
    public float getMaxScore(int upTo) {
      return maxScore;
    }
  }

  private final class RankedDocsIterator extends DocIdSetIterator {
    private final int first;
    private final int end;
    private final int docBase;
    private int slot;

    RankedDocsIterator(int first, int end, int docBase) {
      this.first = first;
      this.end = end;
      this.docBase = docBase;
      this.slot = first - 1;
    }

    @Override
    public int docID() {
      if (slot < first) {
        return -1;
      }
      return slot < end ? hits[slot].doc - docBase : NO_MORE_DOCS;
    }

    @Override
    public int nextDoc() {
      slot++;
      return docID();
    }

    @Override
    public int advance(int target) throws IOException {
      return slowAdvance(target);
    }

    @Override
    public long cost() {
      return (long) end - first;
    }
  }
}
