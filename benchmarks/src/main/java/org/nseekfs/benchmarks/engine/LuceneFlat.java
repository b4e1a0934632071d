package org.nseekfs.benchmarks.engine;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.VectorScorer;
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
  protected LeafSearch search(LeafReader leaf, DataSet data, int k) {
    long bytes = (long) leaf.maxDoc() * data.base().dimension() * Float.BYTES;
    return (searcher, query) -> {
      float[] target = data.floatQuery(query);
      long start = System.nanoTime();
      ScoreDoc[] hits = scan(leaf.getFloatVectorValues(VECTOR), target, k);
      long nanos = System.nanoTime() - start;
      int[] docs = new int[hits.length];
      for (int i = 0; i < docs.length; i++) {
        docs[i] = hits[i].doc;
      }
      return new Answer(nanos, docs, new Work(leaf.maxDoc(), bytes));
    };
  }

  private static ScoreDoc[] scan(FloatVectorValues values, float[] target, int k)
      throws IOException {
    TopKnnCollector top = new TopKnnCollector(k, Integer.MAX_VALUE);
    VectorScorer.Bulk bulk = values.scorer(target).bulk(null);
    DocAndFloatFeatureBuffer scored = new DocAndFloatFeatureBuffer();
    float best = bulk.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, scored);
    while (scored.size > 0) {
      if (best > top.minCompetitiveSimilarity()) {
        for (int i = 0; i < scored.size; i++) {
          top.collect(scored.docs[i], scored.features[i]);
        }
      }
      best = bulk.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, scored);
    }
    return top.topDocs().scoreDocs;
  }
}
