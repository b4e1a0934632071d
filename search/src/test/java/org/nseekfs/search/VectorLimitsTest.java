package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.NormLimits;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.search.audit.DecisionMargin;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.hybrid.HybridClause;
import org.nseekfs.search.hybrid.HybridQuery;
import org.nseekfs.search.hybrid.ScoreNormalization;
import org.nseekfs.search.verify.CertificateChecker;
import org.nseekfs.search.verify.RawError;
import org.nseekfs.search.verify.ScalarSimilarity;

/** Searches of vectors at the ends of what is stored, and of those that are beyond. */
class VectorLimitsTest {

  private static final int DOCUMENTS = 1500;

  static Stream<SampleVectors> everyTypeAndFunction() {
    return ExactSearchTest.everyTypeAndFunction()
        .filter(vectors -> vectors.type() != ElementType.BYTE);
  }

  private static NormLimits limits(SampleVectors vectors) {
    return NormLimits.of(vectors.type(), RawScores.similarity(vectors.function()));
  }

  /** A vector within the limits, of any norm that its type holds. */
  private static Object anyNorm(SampleVectors vectors, Random random, int trial) {
    NormLimits limits = limits(vectors);
    boolean isHalf = vectors.type() == ElementType.F16;
    int least = isHalf ? -14 : limits.least();
    int most = isHalf ? 15 : limits.greatest();
    while (true) {
      int exponent =
          switch (trial % 4) {
            case 0 -> least + random.nextInt(3);
            case 1 -> most - random.nextInt(3);
            case 2 -> random.nextInt(least, most);
            default -> 0;
          };
      double[] scaled = ScalarSimilarity.toDoubles(ElementType.F32, vectors.next(random)).clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = Math.scalb(scaled[i], exponent);
      }
      Object vector = typed(vectors, scaled);
      if (limits.hold(ScalarSimilarity.toDoubles(ElementType.F32, vector))
          && limits.hold(ScalarSimilarity.toDoubles(ElementType.F32, vectors.stored(vector)))) {
        return vector;
      }
    }
  }

  private static Object typed(SampleVectors vectors, double[] elements) {
    if (vectors.type() == ElementType.F64) {
      return elements;
    }
    float[] floats = new float[elements.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) elements[i];
    }
    return floats;
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void withinTheLimitsEverySearchIsExactAndProven(SampleVectors sample) throws Exception {
    SampleVectors vectors = new SampleVectors(sample.type(), sample.function(), 24);
    Random random = SampleVectors.random();
    try (SampleIndex index = new SampleIndex(vectors)) {
      for (int id = 0; id < DOCUMENTS; id++) {
        index.add(anyNorm(vectors, random, id), null);
      }
      IndexSearcher searcher = index.searcher();
      for (int trial = 0; trial < 12; trial++) {
        Object target = anyNorm(vectors, random, trial);
        ExactKnnVectorQuery query = index.query(target, 20);
        CertifiedTopDocs topDocs = query.search(searcher);
        assertEquals(index.nearest(target, 20), SampleIndex.found(searcher, topDocs));
        Certificate certificate = topDocs.certificate().orElseThrow();
        assertEquals(List.of(), CertificateChecker.check(searcher, query, certificate));
        for (ScoreDoc hit : topDocs.scoreDocs) {
          assertTrue(Double.isFinite(((RawScoreDoc) hit).raw));
          assertTrue(hit.score >= 0 && hit.score <= Float.MAX_VALUE, "score " + hit.score);
        }
        assertTrue(certificate.answer().margins().stream().allMatch(Double::isFinite));
        assertTrue(DecisionMargin.of(searcher, query).first() >= 0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void targetsBeyondTheLimitsAreRefused(SampleVectors vectors) throws Exception {
    NormLimits limits = limits(vectors);
    try (SampleIndex index = new SampleIndex(vectors)) {
      index.add(2);
      IndexSearcher searcher = index.searcher();
      for (int exponent : new int[] {limits.least() - 1, limits.greatest() + 1}) {
        double[] elements = new double[vectors.dimension()];
        elements[1] = -Math.scalb(1d, exponent);
        ExactKnnVectorQuery query = index.query(typed(vectors, elements), 1);
        String message =
            assertThrows(IllegalArgumentException.class, () -> query.search(searcher)).getMessage();
        assertTrue(message.startsWith("target must have a norm of 2^"), message);
        assertTrue(message.endsWith(" at position 1 for field \"vector\""), message);
        assertThrows(IllegalArgumentException.class, () -> searcher.search(query, 1));
      }
    }
  }

  /** Documents that a codec of others has stored: distances that overflow, cosines that vanish. */
  @ParameterizedTest
  @EnumSource
  void whatOthersHaveStoredBeyondTheLimitsComesLastWithAProof(VectorSimilarityFunction function)
      throws Exception {
    SampleVectors vectors = new SampleVectors(ElementType.F32, function, 2);
    float[][] stored = {
      {1e20f, 2e19f}, {1e20f, 1e19f}, {1, 1}, {1e20f, -1e20f}, {3e-23f, 3e-23f}, {3e38f, 3e38f}
    };
    try (SampleIndex index =
        new SampleIndex(
            vectors, new ByteBuffersDirectory(), config -> config.setCodec(Codec.getDefault()))) {
      for (float[] vector : stored) {
        index.add(vector, null).commit();
      }
      for (int pass = 0; pass < 2; pass++) {
        IndexSearcher searcher = index.searcher();
        ExactKnnVectorQuery query = index.query(new float[] {2, 1}, 6);
        CertifiedTopDocs topDocs = query.search(searcher);
        assertEquals(index.nearest(new float[] {2, 1}, 6), SampleIndex.found(searcher, topDocs));
        Certificate certificate = topDocs.certificate().orElseThrow();
        assertEquals(List.of(), CertificateChecker.check(searcher, query, certificate));
        assertTrue(certificate.answer().margins().stream().noneMatch(margin -> margin.isNaN()));
        for (ScoreNormalization fusion : ScoreNormalization.values()) {
          HybridQuery hybrid = new HybridQuery(List.of(new HybridClause(query, 1, 6)), fusion, 6);
          assertEquals(6, searcher.search(hybrid, 6).scoreDocs.length);
        }
        index.reopen(config -> config.setMergePolicy(new LogDocMergePolicy())).merge();
      }
    }
  }

  @Test
  void aProductOfF16RowsIsHeldAgainstWhatScalingLoses() {
    RawError error = new RawError(ElementType.F16, Similarity.DOT_PRODUCT);
    SampleVectors vectors =
        new SampleVectors(ElementType.F16, VectorSimilarityFunction.DOT_PRODUCT, 2);
    float[] target = {0x1p40f, 0x1.234566p-70f};
    float[] row = {0, 0x1.8p-23f};
    assertTrue(
        error.admits(
            vectors.raw(target, row),
            ScalarSimilarity.toDoubles(ElementType.F32, target),
            ScalarSimilarity.toDoubles(ElementType.F32, row)));
  }
}
