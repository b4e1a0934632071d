package org.nseekfs.search.verify;

import java.io.IOException;
import java.util.function.ObjIntConsumer;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.nseekfs.search.ExactVectorQuery;
import org.nseekfs.search.leaf.VectorLeaf;

/**
 * The vectors that a query considers: of documents that are live and accepted by its filter. Read
 * one by one through Lucene's own interface, whatever the format of a segment.
 */
public final class ConsideredVectors {

  /** Makes what takes the vectors of a leaf, with their documents in the whole index. */
  @FunctionalInterface
  public interface SinkOfLeaf {
    ObjIntConsumer<Object> of(VectorLeaf leaf) throws IOException;
  }

  private final IndexSearcher searcher;
  private final ExactVectorQuery query;
  private final Weight accepting;

  private ConsideredVectors(IndexSearcher searcher, ExactVectorQuery query, Weight accepting) {
    this.searcher = searcher;
    this.query = query;
    this.accepting = accepting;
  }

  /** The vectors that {@code query} considers in the index of {@code searcher}. */
  public static ConsideredVectors of(IndexSearcher searcher, ExactVectorQuery query)
      throws IOException {
    Query filter = query.getFilter() == null ? new MatchAllDocsQuery() : query.getFilter();
    Weight accepting =
        searcher.createWeight(
            searcher.rewrite(new ConstantScoreQuery(filter)), ScoreMode.COMPLETE_NO_SCORES, 1f);
    return new ConsideredVectors(searcher, query, accepting);
  }

  /**
   * Hands every vector, as Lucene gives it, and its document in the whole index to what {@code
   * perLeaf} makes for its leaf, in the order of documents.
   *
   * @throws IllegalArgumentException if the target has another type or dimension than the vectors
   */
  public void forEach(SinkOfLeaf perLeaf) throws IOException {
    for (LeafReaderContext context : searcher.getIndexReader().leaves()) {
      FieldInfo fieldInfo = context.reader().getFieldInfos().fieldInfo(query.getField());
      Scorer accepted = accepting.scorer(context);
      if (fieldInfo != null && fieldInfo.hasVectorValues() && accepted != null) {
        VectorLeaf leaf = VectorLeaf.of(context, fieldInfo);
        leaf.requireShape(query.getTarget());
        forEach(leaf, accepted.iterator(), perLeaf.of(leaf));
      }
    }
  }

  private static void forEach(
      VectorLeaf leaf, DocIdSetIterator accepted, ObjIntConsumer<Object> sink) throws IOException {
    LeafReader reader = leaf.reader();
    KnnVectorValues values =
        leaf.type().isFloat()
            ? reader.getFloatVectorValues(leaf.field())
            : reader.getByteVectorValues(leaf.field());
    if (values == null) {
      return;
    }
    Bits liveDocs = reader.getLiveDocs();
    KnnVectorValues.DocIndexIterator withVector = values.iterator();
    accepted.nextDoc();
    // Not every iterator knows its index after advance(), so all documents are walked.
    for (int doc = withVector.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = withVector.nextDoc()) {
      if (accepted.docID() < doc) {
        accepted.advance(doc);
      }
      if (accepted.docID() == doc && (liveDocs == null || liveDocs.get(doc))) {
        sink.accept(vector(values, withVector.index()), leaf.context().docBase + doc);
      }
    }
  }

  private static Object vector(KnnVectorValues values, int ord) throws IOException {
    return values instanceof FloatVectorValues floats
        ? floats.vectorValue(ord)
        : ((ByteVectorValues) values).vectorValue(ord);
  }
}
