package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;

class VectorRescorerTest {
  private static final String FIELD = SampleIndex.FIELD;
  private static final int DOCUMENTS = 90;

  private static SampleVectors of(ElementType type) {
    return new SampleVectors(type, VectorSimilarityFunction.COSINE, 19);
  }

  /** Three segments, every fourth document without a vector, one deleted. */
  private static SampleIndex index(SampleVectors vectors) throws Exception {
    SampleIndex index = new SampleIndex(vectors);
    for (int id = 0; id < DOCUMENTS; id++) {
      index.add(id % 4 == 3 ? null : index.target(), id % 3 == 0 ? "third" : null);
      if (id % 40 == 39) {
        index.commit();
      }
    }
    return index.delete(6);
  }

  private static VectorRescorer rescorer(Object target) {
    return new VectorRescorer(FIELD, QueryVector.ofArray(target));
  }

  private static final Query THIRDS = SampleIndex.tagged("third");

  @ParameterizedTest
  @EnumSource
  void hitsAreRankedByRawSimilarityWithThoseWithoutAVectorLast(ElementType type) throws Exception {
    SampleVectors vectors = of(type);
    try (SampleIndex index = index(vectors)) {
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      TopDocs first = searcher.search(THIRDS, DOCUMENTS);
      TopDocs rescored = rescorer(target).rescore(searcher, first, DOCUMENTS);
      List<SampleIndex.Near> expected = new ArrayList<>(index.nearest(target, DOCUMENTS, "third"));
      for (int id = 3; id < DOCUMENTS; id += 12) {
        expected.add(new SampleIndex.Near(id, Double.NEGATIVE_INFINITY));
      }
      List<SampleIndex.Near> found = new ArrayList<>();
      List<Integer> ids = SampleIndex.ids(searcher, rescored);
      for (int i = 0; i < ids.size(); i++) {
        RawScoreDoc hit = (RawScoreDoc) rescored.scoreDocs[i];
        found.add(new SampleIndex.Near(ids.get(i), hit.raw));
        assertEquals(ids.get(i) % 4 == 3 ? 0 : vectors.score(hit.raw), hit.score);
      }
      assertEquals(expected, found);
      assertEquals(29, found.size());
      assertEquals(first.totalHits, rescored.totalHits);
    }
  }

  @Test
  void theBestOfTheHitsAreLeft() throws Exception {
    try (SampleIndex index = index(of(ElementType.F16))) {
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      TopDocs first = searcher.search(new MatchAllDocsQuery(), DOCUMENTS);
      TopDocs rescored = rescorer(target).rescore(searcher, first, 5);
      assertEquals(
          index.nearest(target, 5).stream().map(SampleIndex.Near::id).toList(),
          SampleIndex.ids(searcher, rescored));
    }
  }

  @Test
  void theFirstPassIsLeftAsItWas() throws Exception {
    try (SampleIndex index = index(of(ElementType.F32))) {
      IndexSearcher searcher = index.searcher();
      TopDocs first = searcher.search(index.query(index.target(), 20), 20);
      List<ScoreDoc> before = List.of(first.scoreDocs);
      first.scoreDocs[3].shardIndex = 7;
      TopDocs rescored = rescorer(index.target()).rescore(searcher, first, 20);
      assertEquals(before, List.of(first.scoreDocs));
      int doc = first.scoreDocs[3].doc;
      for (ScoreDoc hit : rescored.scoreDocs) {
        assertEquals(hit.doc == doc ? 7 : -1, hit.shardIndex);
      }
    }
  }

  @Test
  void everyHitIsExplainedByItsScore() throws Exception {
    try (SampleIndex index = index(of(ElementType.F8))) {
      IndexSearcher searcher = index.searcher();
      VectorRescorer rescorer = rescorer(index.target());
      TopDocs first = searcher.search(THIRDS, DOCUMENTS);
      for (ScoreDoc hit : rescorer.rescore(searcher, first, DOCUMENTS).scoreDocs) {
        Explanation explained =
            rescorer.explain(searcher, searcher.explain(THIRDS, hit.doc), hit.doc);
        assertEquals(hit.score, explained.getValue().floatValue());
        if (hit.score > 0) {
          double raw = explained.getDetails()[0].getValue().doubleValue();
          assertEquals(((RawScoreDoc) hit).raw, raw);
        }
      }
      Explanation none = rescorer.explain(searcher, searcher.explain(THIRDS, 1), 1);
      assertFalse(none.isMatch());
      assertEquals("no hit of the first pass", none.getDescription());
    }
  }

  @Test
  void equalRawValuesAreRankedByDocument() throws Exception {
    try (SampleIndex index = new SampleIndex(of(ElementType.F32))) {
      Object twin = index.target();
      index.add(twin, null).add(1).commit().add(twin, null).add(twin, null);
      IndexSearcher searcher = index.searcher();
      TopDocs first = searcher.search(new MatchAllDocsQuery(), 4);
      List<ScoreDoc> reversed = new ArrayList<>(List.of(first.scoreDocs));
      reversed.sort(Comparator.comparingInt(hit -> -hit.doc));
      TopDocs given = new TopDocs(first.totalHits, reversed.toArray(ScoreDoc[]::new));
      assertEquals(
          List.of(0, 2, 3, 1),
          SampleIndex.ids(searcher, rescorer(twin).rescore(searcher, given, 4)));
    }
  }

  @Test
  void targetsThatDoNotFitAndUnknownDocumentsAreRefused() throws Exception {
    try (SampleIndex index = index(of(ElementType.F32))) {
      IndexSearcher searcher = index.searcher();
      TopDocs first = searcher.search(THIRDS, 3);
      assertEquals(
          "field \"vector\" has vectors of dimension 19, got a target of dimension 1",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> rescorer(new float[] {1}).rescore(searcher, first, 3))
              .getMessage());
      TopDocs foreign = new TopDocs(first.totalHits, new ScoreDoc[] {new ScoreDoc(90, 1)});
      assertEquals(
          "doc must be from 0 to below 90, got 90",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> rescorer(index.target()).rescore(searcher, foreign, 3))
              .getMessage());
    }
  }
}
