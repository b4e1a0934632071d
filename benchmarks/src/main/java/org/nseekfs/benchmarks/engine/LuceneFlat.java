package org.nseekfs.benchmarks.engine;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FilteredDocIdSetIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.peer.Answer;
import org.nseekfs.benchmarks.peer.IndexedPeer;
import org.nseekfs.benchmarks.peer.Work;

/**
 * Lucene's exact scan at its best: every vector of the flat format through {@link
 * VectorScorer#bulk}, the top k in Lucene's own heap, which sees only scores that can enter it.
 */
final class LuceneFlat extends IndexedPeer {

  @Override
  protected String indexName() {
    return "lucene-flat";
  }

  @Override
  protected Codec codec() {
    return new FormatCodec(new LuceneFlatFormat());
  }

  @Override
  protected IndexableField field(DataSet data, int row) throws IOException {
    return new KnnFloatVectorField(VECTOR, data.base().floatVector(row), data.function());
  }

  @Override
  protected boolean isReusable() {
    return true;
  }

  @Override
  protected IndexSearch search(DataSet data, int k, Query filter) {
    return (searcher, query) -> {
      float[] target = data.floatQuery(query);
      long start = System.nanoTime();
      Scan scan = new Scan(target, k);
      Weight weight =
          filter == null ? null : searcher.createWeight(filter, ScoreMode.COMPLETE_NO_SCORES, 1);
      for (LeafReaderContext leaf : searcher.getLeafContexts()) {
        scan.add(leaf, weight == null ? null : weight.scorer(leaf));
      }
      ScoreDoc[] hits = scan.top.topDocs().scoreDocs;
      long nanos = System.nanoTime() - start;
      int[] docs = Arrays.stream(hits).mapToInt(hit -> hit.doc).toArray();
      long bytes = scan.scored * data.base().dimension() * Float.BYTES;
      return new Answer(nanos, docs, new Work(scan.scored, bytes));
    };
  }

  /** The scan of one query, segment by segment. */
  private static final class Scan {
    private final float[] target;
    private final TopKnnCollector top;
    private final DocAndFloatFeatureBuffer buffer = new DocAndFloatFeatureBuffer();
    private long scored;

    Scan(float[] target, int k) {
      this.target = target;
      this.top = new TopKnnCollector(k, Integer.MAX_VALUE);
    }

    /** Scores what {@code filter} accepts; all that is not deleted, if it is null. */
    void add(LeafReaderContext leaf, Scorer filter) throws IOException {
      Bits live = leaf.reader().getLiveDocs();
      DocIdSetIterator accepted = filter == null ? null : filter.iterator();
      if (live != null) {
        accepted =
            live(accepted == null ? DocIdSetIterator.all(leaf.reader().maxDoc()) : accepted, live);
      }
      VectorScorer.Bulk bulk =
          leaf.reader().getFloatVectorValues(VECTOR).scorer(target).bulk(accepted);
      float best = bulk.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, buffer);
      while (buffer.size > 0) {
        scored += buffer.size;
        if (best > top.minCompetitiveSimilarity()) {
          for (int i = 0; i < buffer.size; i++) {
            top.collect(leaf.docBase + buffer.docs[i], buffer.features[i]);
          }
        }
        best = bulk.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, buffer);
      }
    }

    private static DocIdSetIterator live(DocIdSetIterator docs, Bits live) {
      return new FilteredDocIdSetIterator(docs) {
        @Override
        protected boolean match(int doc) {
          return live.get(doc);
        }
      };
    }
  }
}
