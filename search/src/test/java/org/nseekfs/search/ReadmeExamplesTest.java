package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.hybrid.HybridClause;
import org.nseekfs.search.hybrid.HybridQuery;
import org.nseekfs.search.hybrid.ReciprocalRankFusion;

/** Examples of the documentation: compiled and run, and held against it. */
class ReadmeExamplesTest {

  private static final Path ROOT = Path.of("..");

  private static CertifiedTopDocs amongIds(IndexSearcher searcher, List<String> ids, float[] target)
      throws IOException {
    // begin
    Query among = new TermInSetQuery("id", ids.stream().map(BytesRef::new).toList());
    CertifiedTopDocs hits = new ExactKnnVectorQuery("vector", target, 10, among).search(searcher);
    // end
    return hits;
  }

  private static TopDocs hybrid(IndexSearcher searcher, Query textQuery, float[] target)
      throws IOException {
    // begin
    HybridQuery query =
        new HybridQuery(
            List.of(
                new HybridClause(
                    textQuery, 1, 100), // query, weight, window: its 100 best hits count
                new HybridClause(new ExactKnnVectorQuery("vector", target, 100), 2, 100)),
            ReciprocalRankFusion.DEFAULT,
            10);
    TopDocs hits = searcher.search(query, 10);
    // end
    return hits;
  }

  @Test
  void theHybridHitsAreThoseOfBothLists() throws IOException {
    SampleVectors vectors = new SampleVectors(ElementType.F32, VectorSimilarityFunction.COSINE, 16);
    try (SampleIndex index = new SampleIndex(vectors).add(200)) {
      float[] target = (float[]) index.target();
      IndexSearcher searcher = index.searcher();
      int nearest = index.nearest(target, 1).getFirst().id();
      TopDocs hits = hybrid(searcher, new TermQuery(new Term("id", "" + nearest)), target);
      assertEquals(10, hits.scoreDocs.length);
      assertEquals((float) (1 / 61.0 + 2 / 61.0), hits.scoreDocs[0].score);
    }
  }

  @Test
  void theHitsAreTheNearestAmongTheIds() throws IOException {
    SampleVectors vectors = new SampleVectors(ElementType.F32, VectorSimilarityFunction.COSINE, 16);
    Set<String> ids = Set.of("3", "250", "77", "1999", "4000");
    try (SampleIndex index = new SampleIndex(vectors).add(1500).commit().add(500)) {
      float[] target = (float[]) index.target();
      IndexSearcher searcher = index.searcher();
      CertifiedTopDocs hits = amongIds(searcher, List.copyOf(ids), target);
      assertEquals(
          index.nearest(target, 2000).stream()
              .filter(near -> ids.contains(Integer.toString(near.id())))
              .toList(),
          SampleIndex.found(searcher, hits));
      assertEquals(4, hits.documentsScored());
    }
  }

  @Test
  void theDocumentationHoldsTheExamples() throws IOException {
    Path source = ROOT.resolve("search/src/test/java/org/nseekfs/search/ReadmeExamplesTest.java");
    String[] parts = Files.readString(source).split("// begin|// end");
    assertHolds("docs/queries.md", parts[1]);
    assertHolds("docs/hybrid-search.md", parts[3]);
  }

  private static void assertHolds(String page, String example) throws IOException {
    assertTrue(
        Arrays.stream(Files.readString(ROOT.resolve(page)).split("```"))
            .anyMatch(block -> plain(block).equals("java" + plain(example))),
        () -> page + " has not: " + example);
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", "");
  }
}
