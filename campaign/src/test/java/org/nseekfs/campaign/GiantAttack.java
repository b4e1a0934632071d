package org.nseekfs.campaign;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.codec.NSeekVectorsFormat;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;

/** A file of more than 4 GB, merged and searched. Takes minutes, so it is tried once. */
final class GiantAttack implements Attack {

  private static final int DOCUMENTS = 68_000;
  private static final long BYTES = 1L << 32;

  @Override
  public String name() {
    return "giant";
  }

  @Override
  public String tries() {
    return "68,000 vectors of 16,384 dimensions merged into one file of more than 4 GB; some at both of its ends and"
        + " around each 2^31 bytes looked for";
  }

  private static float[] vector(int doc) {
    float[] vector = new float[NSeekVectorsFormat.MAX_DIMENSION];
    for (int i = 0; i < 17; i++) {
      vector[i] = (doc >> i & 1) == 0 ? -1 : 1;
    }
    return vector;
  }

  @Override
  public void round(long seed, Path folder, Outcomes outcomes) throws IOException {
    NSeekVectorsConfig ours = NSeekVectorsConfig.DEFAULT.withCodes(false).withLsh(false);
    IndexWriterConfig config =
        new IndexWriterConfig().setCodec(new NSeekCodec(ours)).setRAMBufferSizeMB(256);
    config.getMergePolicy().setNoCFSRatio(0);
    try (Directory directory = new MMapDirectory(folder)) {
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int doc = 0; doc < DOCUMENTS; doc++) {
          Document document = new Document();
          document.add(new NumericDocValuesField(Script.ID, doc));
          document.add(
              new KnnFloatVectorField(
                  VectorKind.FIELD, vector(doc), VectorSimilarityFunction.EUCLIDEAN));
          writer.addDocument(document);
        }
        writer.forceMerge(1);
      }
      long longest = 0;
      for (String file : directory.listAll()) {
        longest = Math.max(longest, directory.fileLength(file));
      }
      Oracle.check(longest > BYTES, "the longest file has " + longest + " bytes");
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        for (int doc : new int[] {0, 32_767, 32_768, 65_535, 65_536, DOCUMENTS - 1}) {
          CertifiedTopDocs hits =
              new ExactKnnVectorQuery(VectorKind.FIELD, vector(doc), 2).search(searcher);
          Oracle.check(hits.scoreDocs[0].doc == doc, doc + " is found as " + hits.scoreDocs[0]);
          Oracle.check(hits.hit(0).raw == 0, doc + " is at " + hits.hit(0).raw + " to itself");
        }
      }
    }
    outcomes.add("files of more than 4 GB read right");
  }
}
