package org.nseekfs.adapter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/**
 * Matches the documents that another node has found by their ids, with the scores it gave them. Of
 * the documents of one id in a segment, such as the parts of a nested document, it matches the last
 * that is not deleted, which is the document itself.
 */
public final class IdScoresQuery extends Query {

  private final String idField;
  private final SortedMap<BytesRef, Explanation> scores;
  private final String text;

  /**
   * The documents {@code scores}.
   *
   * @param idField the indexed field that has every document's id as its one term
   * @param scores by id, each as the value of an explanation that matches; copied
   * @param text what {@link #toString} says
   */
  public IdScoresQuery(String idField, Map<BytesRef, Explanation> scores, String text) {
    this.idField = Objects.requireNonNull(idField, "idField");
    this.scores = new TreeMap<>(scores);
    this.text = Objects.requireNonNull(text, "text");
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
    return new IdScoresWeight(boost);
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return "IdScoresQuery[" + scores.size() + " of " + text + "]";
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && idField.equals(((IdScoresQuery) other).idField)
        && scores.equals(((IdScoresQuery) other).scores)
        && text.equals(((IdScoresQuery) other).text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), idField, scores, text);
  }

  /** A document of a leaf. */
  private record Found(int doc, Explanation score) {}

  /** The documents that a leaf has, in order. */
  private List<Found> find(LeafReaderContext context) throws IOException {
    Terms terms = context.reader().terms(idField);
    if (terms == null) {
      return List.of();
    }
    List<Found> found = new ArrayList<>();
    TermsEnum ids = terms.iterator();
    PostingsEnum docs = null;
    for (Map.Entry<BytesRef, Explanation> entry : scores.entrySet()) {
      if (ids.seekExact(entry.getKey())) {
        docs = ids.postings(docs, PostingsEnum.NONE);
        int doc = lastLive(docs, context.reader().getLiveDocs());
        if (doc >= 0) {
          found.add(new Found(doc, entry.getValue()));
        }
      }
    }
    found.sort((a, b) -> Integer.compare(a.doc(), b.doc()));
    return found;
  }

  private static int lastLive(PostingsEnum docs, Bits live) throws IOException {
    int last = -1;
    while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      if (live == null || live.get(docs.docID())) {
        last = docs.docID();
      }
    }
    return last;
  }

  private final class IdScoresWeight extends Weight {
    private final float boost;

    IdScoresWeight(float boost) {
      super(IdScoresQuery.this);
      this.boost = boost;
    }

    @Override
    public Explanation explain(LeafReaderContext context, int doc) throws IOException {
      for (Found found : find(context)) {
        if (found.doc() == doc) {
          Explanation why = found.score();
          float score = why.getValue().floatValue() * boost;
          return Explanation.match(score, why.getDescription(), why.getDetails());
        }
      }
      return Explanation.noMatch("not among the " + scores.size() + " of " + text);
    }

    @Override
    public ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
      List<Found> found = find(context);
      return found.isEmpty()
          ? null
          : new DefaultScorerSupplier(new IdScoresScorer(new FoundIterator(found), boost));
    }

    /** What matches depends on which documents are deleted, of which caches know nothing. */
    @Override
    public boolean isCacheable(LeafReaderContext context) {
      return false;
    }
  }

  private static final class IdScoresScorer extends Scorer {
    private final FoundIterator iterator;
    private final float boost;

    IdScoresScorer(FoundIterator iterator, float boost) {
      this.iterator = iterator;
      this.boost = boost;
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
      return iterator.score() * boost;
    }

    @Override
    public float getMaxScore(int upTo) {
      return Float.POSITIVE_INFINITY;
    }
  }

  private static final class FoundIterator extends DocIdSetIterator {
    private final List<Found> found;
    private int slot = -1;

    FoundIterator(List<Found> found) {
      this.found = found;
    }

    float score() {
      return found.get(slot).score().getValue().floatValue();
    }

    @Override
    public int docID() {
      if (slot < 0) {
        return -1;
      }
      return slot < found.size() ? found.get(slot).doc() : NO_MORE_DOCS;
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
      return found.size();
    }
  }
}
