package org.nseekfs.solr;

import java.io.IOException;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.queries.function.FunctionValues;
import org.apache.lucene.queries.function.ValueSource;
import org.apache.lucene.queries.function.docvalues.DoubleDocValues;
import org.apache.lucene.search.DoubleValues;
import org.apache.lucene.search.DoubleValuesSource;
import org.apache.lucene.search.IndexSearcher;

/** Similarities as a function of Solr, which asks for documents in any order. */
final class SimilarityValueSource extends ValueSource {

  private final DoubleValuesSource similarities;

  SimilarityValueSource(DoubleValuesSource similarities) {
    this.similarities = similarities;
  }

  @Override
  public void createWeight(Map<Object, Object> context, IndexSearcher searcher) throws IOException {
    similarities.rewrite(searcher);
  }

  @Override
  public FunctionValues getValues(Map<Object, Object> context, LeafReaderContext leaf)
      throws IOException {
    return new Values(leaf);
  }

  private final class Values extends DoubleDocValues {
    private final LeafReaderContext leaf;
    private DoubleValues values;
    private int current = -1;

    Values(LeafReaderContext leaf) throws IOException {
      super(SimilarityValueSource.this);
      this.leaf = leaf;
      this.values = similarities.getValues(leaf, null);
    }

    @Override
    public boolean exists(int doc) throws IOException {
      if (doc < current) {
        values = similarities.getValues(leaf, null);
      }
      current = doc;
      return values.advanceExact(doc);
    }

    @Override
    public double doubleVal(int doc) throws IOException {
      return exists(doc) ? values.doubleValue() : Double.NEGATIVE_INFINITY;
    }

    @Override
    public Object objectVal(int doc) throws IOException {
      return exists(doc) ? values.doubleValue() : null;
    }
  }

  @Override
  public String description() {
    return similarities.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SimilarityValueSource that && similarities.equals(that.similarities);
  }

  @Override
  public int hashCode() {
    return 31 * SimilarityValueSource.class.hashCode() + similarities.hashCode();
  }
}
