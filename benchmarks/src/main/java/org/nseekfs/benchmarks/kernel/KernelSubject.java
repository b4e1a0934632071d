package org.nseekfs.benchmarks.kernel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.lucene95.OffHeapFloatVectorValues.DenseOffHeapVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.VectorUtil;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.sum.RowScorer;

/** Everything that can score rows by their dot product. */
public enum KernelSubject {
  /** Our kernel for f8. */
  NSEEK_F8(rows -> floats(ElementType.F8, rows)),
  /** Our kernel for f16. */
  NSEEK_F16(rows -> floats(ElementType.F16, rows)),
  /** Our kernel for bf16. */
  NSEEK_BF16(rows -> floats(ElementType.BF16, rows)),
  /** Our kernel for f32. */
  NSEEK_F32(rows -> floats(ElementType.F32, rows)),
  /** Our kernel for f64. */
  NSEEK_F64(KernelSubject::doubles),
  /** Our kernel for bytes. */
  NSEEK_BYTE(KernelSubject::bytes),
  /** Lucene's kernel over arrays. */
  LUCENE_VECTOR_UTIL(KernelSubject::arrays),
  /** Lucene's bulk scorer over a memory-mapped file, as its flat format uses it. */
  LUCENE_BULK(KernelSubject::luceneBulk);

  private final Preparation preparation;

  KernelSubject(Preparation preparation) {
    this.preparation = preparation;
  }

  /** One pass over all rows. */
  interface Pass {
    /** Scores every row; what it returns keeps the scores from being optimised away. */
    Object run() throws IOException;
  }

  @FunctionalInterface
  private interface Preparation {
    Pass of(KernelRows rows) throws IOException;
  }

  Pass prepare(KernelRows rows) throws IOException {
    return preparation.of(rows);
  }

  private static Pass floats(ElementType type, KernelRows rows) {
    int rowBytes = type.rowBytes(rows.target().length);
    MemorySegment encoded = allocate(rows.count(), rowBytes);
    for (int row = 0; row < rows.count(); row++) {
      type.encode(rows.vectors()[row], encoded, (long) row * rowBytes);
    }
    return pass(
        RowScorer.of(type, Similarity.DOT_PRODUCT, QueryVector.of(rows.target())),
        encoded,
        rows.count());
  }

  private static Pass doubles(KernelRows rows) {
    int rowBytes = ElementType.F64.rowBytes(rows.target().length);
    MemorySegment encoded = allocate(rows.count(), rowBytes);
    for (int row = 0; row < rows.count(); row++) {
      byte[] bytes = DoubleRows.encode(KernelRows.widen(rows.vectors()[row]));
      encoded.asSlice((long) row * rowBytes).copyFrom(MemorySegment.ofArray(bytes));
    }
    double[] target = KernelRows.widen(rows.target());
    return pass(
        RowScorer.of(ElementType.F64, Similarity.DOT_PRODUCT, QueryVector.of(target)),
        encoded,
        rows.count());
  }

  private static Pass bytes(KernelRows rows) {
    int rowBytes = ElementType.BYTE.rowBytes(rows.target().length);
    MemorySegment encoded = allocate(rows.count(), rowBytes);
    for (int row = 0; row < rows.count(); row++) {
      byte[] bytes = KernelRows.toBytes(rows.vectors()[row]);
      encoded.asSlice((long) row * rowBytes).copyFrom(MemorySegment.ofArray(bytes));
    }
    byte[] target = KernelRows.toBytes(rows.target());
    return pass(
        RowScorer.of(ElementType.BYTE, Similarity.DOT_PRODUCT, QueryVector.of(target)),
        encoded,
        rows.count());
  }

  private static MemorySegment allocate(int count, int rowBytes) {
    return Arena.ofAuto().allocate((long) count * rowBytes, 64);
  }

  private static Pass pass(RowScorer scorer, MemorySegment rows, int count) {
    double[] raw = new double[count];
    return () -> {
      scorer.scoreBulk(rows, 0, count, raw);
      return raw;
    };
  }

  private static Pass arrays(KernelRows rows) {
    float[] scores = new float[rows.count()];
    return () -> {
      for (int row = 0; row < scores.length; row++) {
        scores[row] = VectorUtil.dotProduct(rows.vectors()[row], rows.target());
      }
      return scores;
    };
  }

  private static Pass luceneBulk(KernelRows rows) throws IOException {
    String name = "rows";
    try (IndexOutput out = rows.directory().createOutput(name, IOContext.DEFAULT)) {
      for (float[] vector : rows.vectors()) {
        for (float element : vector) {
          out.writeInt(Float.floatToRawIntBits(element));
        }
      }
    }
    IndexInput in = rows.directory().openInput(name, IOContext.DEFAULT);
    rows.closeWithDirectory(in);
    DenseOffHeapVectorValues values =
        new DenseOffHeapVectorValues(
            rows.target().length,
            rows.count(),
            in,
            rows.target().length * Float.BYTES,
            FlatVectorScorerUtil.getLucene99FlatVectorsScorer(),
            VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);
    DocAndFloatFeatureBuffer scored = new DocAndFloatFeatureBuffer();
    return () -> {
      VectorScorer.Bulk bulk = values.scorer(rows.target()).bulk(null);
      float best = Float.NEGATIVE_INFINITY;
      do {
        best = Math.max(best, bulk.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, scored));
      } while (scored.size > 0);
      return best;
    };
  }
}
