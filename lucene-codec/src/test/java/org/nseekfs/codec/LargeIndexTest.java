package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only gigabytes show. */
@Tag("slow")
class LargeIndexTest {

  @TempDir Path folder;

  @Test
  void aMergeOfAGigabyteRunsInAHeapOf64Megabytes() throws Exception {
    String report = LargeMerge.run(folder, 280_000, 1024);
    assertTrue(report.startsWith("merged 1,093 MB"), report);
    System.getLogger(LargeIndexTest.class.getName()).log(System.Logger.Level.INFO, report);
  }

  @Test
  void rowsBeyondTwoGigabytesAreFound() throws Exception {
    int count = 140_000;
    var config = TestIndex.writerConfig(new NSeekCodec());
    config.setRAMBufferSizeMB(256).getMergePolicy().setNoCFSRatio(0);
    try (TestIndex index = new TestIndex(new MMapDirectory(folder.resolve("index")), config)) {
      byte[] vector = new byte[16_384];
      for (int id = 0; id < count; id++) {
        mark(vector, id);
        index.add(id, new KnnByteVectorField("v", vector, VectorSimilarityFunction.EUCLIDEAN));
      }
      index.merge();
      try (DirectoryReader reader = index.open()) {
        LeafReader leaf = reader.leaves().getFirst().reader();
        var values = leaf.getByteVectorValues("v");
        for (int id : new int[] {0, 131_071, 131_072, count - 1}) {
          mark(vector, id);
          assertEquals(vector[0], values.vectorValue(id)[0]);
          TopDocs hits = leaf.searchNearestVectors("v", vector, 1, null, Integer.MAX_VALUE);
          assertEquals(id, hits.scoreDocs[0].doc);
          assertEquals(1f, hits.scoreDocs[0].score);
        }
      }
      long length = 0;
      for (String file : index.directory.listAll()) {
        length = Math.max(length, index.directory.fileLength(file));
      }
      assertTrue(length > 1L << 31, "longest file: " + length);
    }
  }

  private static void mark(byte[] vector, int id) {
    vector[0] = (byte) id;
    vector[1] = (byte) (id >> 8);
    vector[2] = (byte) (id >> 16);
  }
}
