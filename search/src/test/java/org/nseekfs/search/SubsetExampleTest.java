package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.ElementType;

/** The README's example of a search among given ids: compiled and run, and held against it. */
class SubsetExampleTest {

  private static final Path ROOT = Path.of("..");

  private static CertifiedTopDocs example(IndexSearcher searcher, List<String> ids, float[] target)
      throws IOException {
    // begin
    Query among = new TermInSetQuery("id", ids.stream().map(BytesRef::new).toList());
    CertifiedTopDocs hits = new ExactKnnVectorQuery("vector", target, 10, among).search(searcher);
    // end
    return hits;
  }

  @Test
  void theHitsAreTheNearestAmongTheIds() throws IOException {
    SampleVectors vectors = new SampleVectors(ElementType.F32, VectorSimilarityFunction.COSINE, 16);
    Set<String> ids = Set.of("3", "250", "77", "1999", "4000");
    try (SampleIndex index = new SampleIndex(vectors).add(1500).commit().add(500)) {
      float[] target = (float[]) index.target();
      IndexSearcher searcher = index.searcher();
      CertifiedTopDocs hits = example(searcher, List.copyOf(ids), target);
      assertEquals(
          index.nearest(target, 2000).stream()
              .filter(near -> ids.contains(Integer.toString(near.id())))
              .toList(),
          SampleIndex.found(searcher, hits));
      assertEquals(4, hits.documentsScored());
    }
  }

  @Test
  void theReadmeHoldsTheLinesOfThisFile() throws IOException {
    Path source = ROOT.resolve("search/src/test/java/org/nseekfs/search/SubsetExampleTest.java");
    String[] parts = Files.readString(source).split("// begin|// end");
    String readme = Files.readString(ROOT.resolve("README.md"));
    List<String> blocks = Arrays.stream(readme.split("```")).map(SubsetExampleTest::plain).toList();
    assertTrue(blocks.contains("java" + plain(parts[1])), () -> "not in the README: " + parts[1]);
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", "");
  }
}
