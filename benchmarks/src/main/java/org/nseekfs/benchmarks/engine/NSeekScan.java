package org.nseekfs.benchmarks.engine;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.ScoreDoc;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.codec.DoubleVectorField;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactTopDocs;

/** Our exact scan, through its own search call. */
final class NSeekScan extends IndexedPeer {

  private final ElementType type;

  NSeekScan(ElementType type) {
    this.type = type;
  }

  @Override
  String indexName() {
    return "nseek-" + type.label();
  }

  @Override
  Codec codec() {
    return new NSeekCodec(NSeekVectorsConfig.DEFAULT.withElementType(VECTOR, type));
  }

  @Override
  IndexableField field(DataSet data, int row) throws IOException {
    return type.isFloat()
        ? new KnnFloatVectorField(VECTOR, data.base().floatVector(row), data.function())
        : new DoubleVectorField(VECTOR, data.base().doubleVector(row), data.function());
  }

  @Override
  boolean isReusable() {
    return false;
  }

  @Override
  LeafSearch search(LeafReader leaf, DataSet data, int k) {
    return (searcher, queryRow) -> {
      ExactKnnVectorQuery query =
          type.isFloat()
              ? new ExactKnnVectorQuery(VECTOR, data.floatQuery(queryRow), k)
              : new ExactKnnVectorQuery(VECTOR, data.doubleQuery(queryRow), k);
      long start = System.nanoTime();
      ExactTopDocs top = query.search(searcher);
      long nanos = System.nanoTime() - start;
      return new Answer(nanos, docs(top.scoreDocs), top.documentsScored(), top.bytesRead());
    };
  }

  private static int[] docs(ScoreDoc[] hits) {
    int[] docs = new int[hits.length];
    for (int i = 0; i < docs.length; i++) {
      docs[i] = hits[i].doc;
    }
    return docs;
  }
}
