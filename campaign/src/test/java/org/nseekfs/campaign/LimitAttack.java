package org.nseekfs.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsFormat;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;

/** The largest and the smallest: dimensions, segments, fields, documents. */
final class LimitAttack implements Attack {

  private static final int FIELDS = 50;
  private static final int SEGMENTS = 1000;

  @Override
  public String name() {
    return "limit";
  }

  @Override
  public String tries() {
    return "16,384 dimensions of any type; 1 dimension; 1,000 segments; 50 fields; one document, none, all deleted";
  }

  @Override
  public void round(long seed, Path folder, Outcomes outcomes) throws IOException {
    Random random = new Random(seed);
    switch ((int) Math.floorMod(seed, 4L)) {
      case 0 -> {
        dimension(NSeekVectorsFormat.MAX_DIMENSION, random, outcomes);
        outcomes.add("indexes of 16,384 dimensions");
      }
      case 1 -> {
        dimension(1, random, outcomes);
        outcomes.add("indexes of 1 dimension");
      }
      case 2 -> {
        segments(random, outcomes);
        outcomes.add("indexes of 1,000 segments");
      }
      default -> {
        fields(random);
        empty(random);
        outcomes.add("indexes of 50 fields, of no document");
      }
    }
  }

  private static void dimension(int dimension, Random random, Outcomes outcomes)
      throws IOException {
    ElementType type = VectorKind.pick(ElementType.values(), random);
    VectorSimilarityFunction function = VectorKind.pick(VectorSimilarityFunction.values(), random);
    VectorKind kind = new VectorKind(type, function, dimension);
    Script script = new Script(kind, random.nextLong(), dimension == 1 ? 3000 : 60);
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, kind.writerConfig())) {
        for (int step = 0; step < 4; step++) {
          script.run(step, writer);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        Oracle.checkVectors(kind, script.vectorsAfter(3), reader);
        new Oracle(kind, new IndexSearcher(reader)).ask(random, 3, outcomes);
      }
    }
  }

  private static void segments(Random random, Outcomes outcomes) throws IOException {
    VectorKind kind = VectorKind.random(random, 16);
    IndexWriterConfig config = kind.writerConfig().setMergePolicy(NoMergePolicy.INSTANCE);
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int segment = 0; segment < SEGMENTS; segment++) {
          Document document = new Document();
          document.add(new NumericDocValuesField(Script.ID, segment));
          document.add(kind.field(kind.next(random)));
          writer.addDocument(document);
          writer.flush();
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        Oracle.check(reader.leaves().size() == SEGMENTS, reader.leaves().size() + " segments");
        new Oracle(kind, new IndexSearcher(reader)).ask(random, 2, outcomes);
      }
    }
  }

  private static void fields(Random random) throws IOException {
    VectorSimilarityFunction[] functions = VectorSimilarityFunction.values();
    try (Directory directory = new ByteBuffersDirectory()) {
      var config = new IndexWriterConfig().setCodec(new NSeekCodec());
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int doc = 0; doc < 100; doc++) {
          Document document = new Document();
          for (int field = doc % 3; field < FIELDS; field += 1 + doc % 3) {
            float[] vector = new float[field + 1];
            vector[field] = 1;
            vector[0] += doc;
            VectorSimilarityFunction function = functions[field % functions.length];
            document.add(new KnnFloatVectorField("field" + field, vector, function));
          }
          writer.addDocument(document);
          if (doc % 40 == 39) {
            writer.flush();
          }
        }
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        for (int field = 0; field < FIELDS; field++) {
          float[] target = new float[field + 1];
          target[field] = 1 + random.nextFloat();
          CertifiedTopDocs hits =
              new ExactKnnVectorQuery("field" + field, target, 100).search(searcher);
          Oracle.check(hits.scoreDocs.length > 30, "field" + field + " has too few hits");
        }
      }
    }
  }

  private static void empty(Random random) throws IOException {
    VectorKind kind = VectorKind.random(random, 20);
    Script script = new Script(kind, random.nextLong(), 10);
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, kind.writerConfig())) {
        checkNone(kind, writer, random);
        script.run(0, writer);
        writer.deleteAll();
        checkNone(kind, writer, random);
      }
    }
  }

  private static void checkNone(VectorKind kind, IndexWriter writer, Random random)
      throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      int found =
          kind.nearest(kind.next(random), 3, null)
              .search(new IndexSearcher(reader))
              .scoreDocs
              .length;
      Oracle.check(found == 0, found + " hits in an empty index");
    }
  }
}
