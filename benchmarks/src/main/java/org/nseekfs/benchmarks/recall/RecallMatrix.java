package org.nseekfs.benchmarks.recall;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.codec.DoubleVectorField;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.LshKnnVectorQuery;
import org.nseekfs.search.LshTopDocs;

/**
 * Measures what share of the true hits searches to a recall target deliver. The truth is that of
 * exact search. The same arguments give the same figures on every machine.
 */
final class RecallMatrix {

  /** Recall targets. */
  static final double[] TARGETS = {0.8, 0.9, 0.95, 0.99};

  /** The one that details are shown of. */
  static final int SHOWN = 2;

  private static final String FIELD = "v";
  private static final double BUFFER_MB = 1500;

  /** Elements of f8 and bytes, which would lose small ones, are multiplied by this. */
  private static final float BYTE_SCALE = 100;

  private final Directory directory;
  private final int count;
  private final int queryCount;

  /** The index at hand, and what it is of; null if there is none. */
  private RecallCase indexed;

  private CaseData.Vectors vectors;
  private DirectoryReader reader;

  /** A matrix of so many vectors and queries, whose indexes are written to {@code directory}. */
  RecallMatrix(Directory directory, int count, int queryCount) {
    this.directory = directory;
    this.count = count;
    this.queryCount = queryCount;
  }

  /** Measures a case: a row for every k. */
  List<RecallRow> measure(RecallCase of) throws IOException {
    if (indexed == null || !indexed.isOfIndex(of)) {
      close();
      vectors = of.data().make(count, queryCount);
      index(of);
      indexed = of;
      reader = DirectoryReader.open(directory);
    }
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    int queries = vectors.queries().length;
    double[][][] delivered = new double[of.ks().length][TARGETS.length][queries];
    double[][][] sums = new double[of.ks().length][TARGETS.length][3];
    Random random = new Random(1);
    for (int i = 0; i < queries; i++) {
      Object target = target(vectors.queries()[i], of);
      Query filter = filter(of, vectors.queries()[i], random);
      int most = Arrays.stream(of.ks()).max().orElseThrow();
      CertifiedTopDocs truth = exact(target, most, filter).search(searcher);
      for (int k = 0; k < of.ks().length; k++) {
        for (int t = 0; t < TARGETS.length; t++) {
          LshTopDocs found = lsh(target, of.ks()[k], TARGETS[t], filter).search(searcher);
          delivered[k][t][i] = recall(found, truth, of.ks()[k]);
          sums[k][t][0] += found.estimatedRecall() / queries;
          sums[k][t][1] += (double) found.codesRead() / reader.numDocs() / queries;
          sums[k][t][2] += found.stopReason() == LshTopDocs.StopReason.EXACT ? 1.0 / queries : 0;
        }
      }
    }
    List<RecallRow> rows = new ArrayList<>();
    for (int k = 0; k < of.ks().length; k++) {
      RecallRow.Cell[] cells = new RecallRow.Cell[TARGETS.length];
      for (int t = 0; t < TARGETS.length; t++) {
        double mean = Arrays.stream(delivered[k][t]).average().orElseThrow();
        double variance =
            Arrays.stream(delivered[k][t]).map(x -> (x - mean) * (x - mean)).sum()
                / Math.max(1, queries - 1);
        double[] of3 = sums[k][t];
        double error = Math.sqrt(variance / queries);
        cells[t] = new RecallRow.Cell(TARGETS[t], mean, error, of3[0], of3[1], of3[2]);
      }
      rows.add(new RecallRow(of, of.ks()[k], cells));
    }
    return rows;
  }

  private static double recall(LshTopDocs found, CertifiedTopDocs truth, int k) {
    int wanted = Math.min(k, truth.scoreDocs.length);
    if (wanted == 0) {
      return 1;
    }
    double least = truth.hit(wanted - 1).raw;
    int hits = 0;
    for (int rank = 0; rank < found.scoreDocs.length; rank++) {
      hits += found.hit(rank).raw >= least ? 1 : 0;
    }
    return (double) Math.min(hits, wanted) / wanted;
  }

  private Query filter(RecallCase of, float[] query, Random random) {
    if (of.acceptance() == Acceptance.ALL) {
      return null;
    }
    FixedBitSet accepted = of.acceptance().choose(ranks(of.function(), query), random);
    return new AcceptedQuery(accepted);
  }

  /** For every document the share of the others that is nearer. */
  private double[] ranks(VectorSimilarityFunction function, float[] query) {
    int documents = vectors.base().length;
    double[] raws = new double[documents];
    for (int doc = 0; doc < documents; doc++) {
      raws[doc] = raw(function, query, vectors.base()[doc]);
    }
    double[] sorted = raws.clone();
    Arrays.sort(sorted);
    double[] ranks = new double[documents];
    for (int doc = 0; doc < documents; doc++) {
      int at = Arrays.binarySearch(sorted, raws[doc]);
      ranks[doc] = 1 - (at + 1.0) / documents;
    }
    return ranks;
  }

  private static double raw(VectorSimilarityFunction function, float[] a, float[] b) {
    double dot = 0;
    double square = 0;
    double distance = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      dot += (double) a[i] * b[i];
      square += (double) b[i] * b[i];
      distance += difference * difference;
    }
    return switch (function) {
      case EUCLIDEAN -> -distance;
      case COSINE -> dot / Math.sqrt(square);
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> dot;
    };
  }

  private void index(RecallCase of) throws IOException {
    NSeekVectorsConfig config = NSeekVectorsConfig.DEFAULT.withElementType(FIELD, of.type());
    IndexWriterConfig writerConfig =
        new IndexWriterConfig()
            .setCodec(new NSeekCodec(config))
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            .setRAMBufferSizeMB(BUFFER_MB)
            .setMergePolicy(of.segments() < 0 ? new LogDocMergePolicy() : NoMergePolicy.INSTANCE);
    int segments = Math.abs(of.segments());
    try (IndexWriter writer = new IndexWriter(directory, writerConfig)) {
      int documents = vectors.base().length;
      for (int i = 0; i < documents; i++) {
        Document document = new Document();
        document.add(field(vectors.base()[i], of));
        writer.addDocument(document);
        if ((i + 1L) * segments / documents > (long) i * segments / documents) {
          writer.flush();
        }
      }
      if (of.segments() < 0) {
        writer.forceMerge(1);
      }
    }
  }

  private static Field field(float[] vector, RecallCase of) {
    return switch (target(vector, of)) {
      case float[] floats -> new KnnFloatVectorField(FIELD, floats, of.function());
      case double[] doubles -> new DoubleVectorField(FIELD, doubles, of.function());
      case byte[] bytes -> new KnnByteVectorField(FIELD, bytes, of.function());
      default -> throw new IllegalArgumentException(of.type().label());
    };
  }

  /** A vector as the field's type takes it. */
  private static Object target(float[] vector, RecallCase of) {
    if (of.type().isFloat()) {
      return vector;
    }
    double[] doubles = new double[vector.length];
    byte[] bytes = new byte[vector.length];
    for (int i = 0; i < vector.length; i++) {
      doubles[i] = vector[i];
      bytes[i] = (byte) Math.clamp(Math.round(BYTE_SCALE * vector[i]), -128, 127);
    }
    return of.type() == ElementType.F64 ? doubles : bytes;
  }

  private static ExactKnnVectorQuery exact(Object target, int k, Query filter) {
    return switch (target) {
      case float[] floats -> new ExactKnnVectorQuery(FIELD, floats, k, filter);
      case double[] doubles -> new ExactKnnVectorQuery(FIELD, doubles, k, filter);
      default -> new ExactKnnVectorQuery(FIELD, (byte[]) target, k, filter);
    };
  }

  private static LshKnnVectorQuery lsh(Object target, int k, double recall, Query filter) {
    return switch (target) {
      case float[] floats -> new LshKnnVectorQuery(FIELD, floats, k, recall, filter);
      case double[] doubles -> new LshKnnVectorQuery(FIELD, doubles, k, recall, filter);
      default -> new LshKnnVectorQuery(FIELD, (byte[]) target, k, recall, filter);
    };
  }

  /** Closes the index at hand. */
  void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
