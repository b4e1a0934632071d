package org.nseekfs.search.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.SampleIndex;
import org.nseekfs.search.SampleVectors;
import org.nseekfs.search.leaf.VectorLeaf;
import org.nseekfs.search.leaf.VectorLeaves;

class LeafPartTest {

  private static List<LeafPart> split(int documents, int k) throws Exception {
    SampleVectors vectors =
        new SampleVectors(ElementType.F8, VectorSimilarityFunction.EUCLIDEAN, 1);
    try (SampleIndex index = new SampleIndex(vectors)) {
      index.add(documents);
      VectorLeaf leaf =
          VectorLeaves.find(
                  index.searcher().getIndexReader(),
                  SampleIndex.FIELD,
                  QueryVector.of(new float[] {1}))
              .leaves()
              .getFirst();
      return LeafPart.split(leaf, k, SearchMode.CERTIFIED.minPartDocs().applyAsInt(leaf));
    }
  }

  private static void assertCovers(List<LeafPart> parts, int documents) {
    int next = 0;
    for (LeafPart part : parts) {
      assertEquals(next, part.minDoc());
      next = part.maxDoc();
      assertTrue(parts.size() == 1 || part.maxDoc() - part.minDoc() >= SearchMode.MIN_DOCS);
    }
    assertEquals(documents, next);
  }

  @Test
  void smallLeavesStayWhole() throws Exception {
    List<LeafPart> parts = split(2 * SearchMode.MIN_DOCS - 1, 10);
    assertEquals(1, parts.size());
    assertCovers(parts, 2 * SearchMode.MIN_DOCS - 1);
  }

  @Test
  void bigLeavesAreSplitEvenly() throws Exception {
    int documents = 3 * SearchMode.MIN_DOCS + 1000;
    List<LeafPart> parts = split(documents, 10);
    assertEquals(3, parts.size());
    assertCovers(parts, documents);
  }

  @Test
  void partsSeeSeveralTimesAsManyDocumentsAsTheyKeep() throws Exception {
    int documents = 2 * SearchMode.MIN_DOCS;
    assertEquals(2, split(documents, SearchMode.MIN_DOCS / 4).size());
    assertEquals(1, split(documents, SearchMode.MIN_DOCS / 4 + 1).size());
    assertEquals(1, split(documents, Integer.MAX_VALUE).size());
  }

  @Test
  void leavesInBucketsStayWholeForARecallTargetWhateverWrapsThem() throws Exception {
    SampleVectors vectors = new SampleVectors(ElementType.F8, VectorSimilarityFunction.COSINE, 3);
    ExitableDirectoryReader.ExitableSubReaderWrapper wrapper =
        new ExitableDirectoryReader.ExitableSubReaderWrapper(() -> false);
    try (SampleIndex index = new SampleIndex(vectors)) {
      index.add(2 * SearchMode.MIN_DOCS);
      LeafReaderContext plain = index.searcher().getIndexReader().leaves().getFirst();
      for (LeafReader reader : List.of(plain.reader(), wrapper.wrap(plain.reader()))) {
        VectorLeaf leaf =
            VectorLeaf.of(reader.getContext(), reader.getFieldInfos().fieldInfo(SampleIndex.FIELD));
        SearchMode mode = SearchMode.lsh(0.9);
        assertEquals(1, LeafPart.split(leaf, 10, mode.minPartDocs().applyAsInt(leaf)).size());
        int scanned = SearchMode.SCAN.minPartDocs().applyAsInt(leaf);
        assertEquals(2, LeafPart.split(leaf, 10, scanned).size());
      }
    }
  }
}
