package org.nseekfs.cli.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.SampleFiles;
import org.nseekfs.codec.NSeekVectorsFormat;

class ConvertCommandTest {

  private static final int DOCUMENTS = 3300;
  private static final int DIMENSION = 24;

  @TempDir Path folder;
  private Path stock;

  /** An index in Lucene's formats: three segments, deletes, two fields of vectors, other fields. */
  @BeforeEach
  void writeStock() throws IOException {
    stock = folder.resolve("stock");
    write(stock, new IndexWriterConfig());
  }

  private static void write(Path place, IndexWriterConfig config) throws IOException {
    Random random = new Random(3);
    config.setMergePolicy(NoMergePolicy.INSTANCE);
    try (Directory directory = new MMapDirectory(place);
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (int id = 0; id < DOCUMENTS; id++) {
        writer.addDocument(document(id, random));
        if (id % 1100 == 1099) {
          writer.commit();
        }
      }
      for (int id = 0; id < DOCUMENTS; id += 7) {
        writer.deleteDocuments(new Term("id", "" + id));
      }
      writer.setLiveCommitData(Map.of("owner", "somebody").entrySet());
    }
  }

  private static Document document(int id, Random random) {
    Document document = new Document();
    document.add(new StringField("id", "" + id, Field.Store.YES));
    document.add(new TextField("text", "word" + id % 10 + " of " + id, Field.Store.YES));
    document.add(new NumericDocValuesField("rank", id * 7919L % DOCUMENTS));
    if (id % 5 != 0) {
      float[] vector = new float[DIMENSION];
      byte[] bytes = new byte[DIMENSION];
      random.nextBytes(bytes);
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) random.nextGaussian();
      }
      document.add(new KnnFloatVectorField("v", vector, VectorSimilarityFunction.COSINE));
      if (id % 3 == 0) {
        document.add(new KnnByteVectorField("b", bytes, VectorSimilarityFunction.EUCLIDEAN));
      }
    }
    return document;
  }

  /** What an index holds of each live document, in order. */
  private static List<String> contents(Path index) throws IOException {
    List<String> all = new ArrayList<>();
    try (Directory directory = new MMapDirectory(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext context : reader.leaves()) {
        LeafReader leaf = context.reader();
        String[] vectors = vectors(leaf);
        var ranks = leaf.getNumericDocValues("rank");
        for (int doc = 0; doc < leaf.maxDoc(); doc++) {
          assertTrue(ranks.advanceExact(doc));
          if (leaf.getLiveDocs() == null || leaf.getLiveDocs().get(doc)) {
            Document stored = leaf.storedFields().document(doc);
            all.add(stored.get("id") + stored.get("text") + ranks.longValue() + " " + vectors[doc]);
          }
        }
      }
      int found = new IndexSearcher(reader).count(new TermQuery(new Term("text", "word3")));
      all.add(found + " " + reader.getIndexCommit().getUserData());
    }
    return all;
  }

  private static String[] vectors(LeafReader leaf) throws IOException {
    String[] vectors = new String[leaf.maxDoc()];
    FloatVectorValues floats = leaf.getFloatVectorValues("v");
    var docs = floats.iterator();
    while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      vectors[docs.docID()] = Arrays.toString(floats.vectorValue(docs.index()));
    }
    ByteVectorValues bytes = leaf.getByteVectorValues("b");
    docs = bytes.iterator();
    while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      vectors[docs.docID()] += Arrays.toString(bytes.vectorValue(docs.index()));
    }
    return vectors;
  }

  private static boolean isOurs(Path index) throws IOException {
    try (Directory directory = new MMapDirectory(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      FieldInfo field = reader.leaves().getFirst().reader().getFieldInfos().fieldInfo("v");
      return NSeekVectorsFormat.NAME.equals(
          field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY));
    }
  }

  @Test
  void thereAndBackAllIsKept() throws IOException {
    Path ours = folder.resolve("ours");
    Path back = folder.resolve("back");

    CommandRun there = CommandRun.of("convert", stock, ours, "--json");
    assertEquals(0, there.exitCode(), there.err());
    assertEquals(0, CommandRun.of("convert", ours, back, "--to", "lucene").exitCode());

    assertTrue(isOurs(ours));
    assertFalse(isOurs(back));
    List<String> expected = contents(stock);
    assertEquals(expected, contents(ours));
    assertEquals(expected, contents(back));
    assertEquals(0, CommandRun.of("check", ours).exitCode());
    assertEquals(3, there.json().get("segments").asInt());
    for (JsonNode field : there.json().get("fields")) {
      assertTrue(field.get("equal_vectors").asInt() > 0, field::toString);
    }
  }

  @Test
  void anIndexSortIsKept() throws IOException {
    Path sorted = folder.resolve("sorted");
    Sort sort = new Sort(new SortField("rank", SortField.Type.LONG));
    write(sorted, new IndexWriterConfig().setIndexSort(sort));
    Path ours = folder.resolve("ours");

    CommandRun run = CommandRun.of("convert", sorted, ours);

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(contents(sorted), contents(ours));
    try (Directory directory = new MMapDirectory(ours);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertEquals(sort, reader.leaves().getFirst().reader().getMetaData().sort());
    }
  }

  @Test
  void whatCannotBeConvertedIsRefusedAndLeavesNothing() throws IOException {
    Path out = folder.resolve("out");
    Path doubles = SampleFiles.index(folder, 25, "f64");

    CommandRun run = CommandRun.of("convert", doubles, out, "--to", "lucene");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("field \"vector\" holds f64 vectors"), run.err());

    assertEquals(2, CommandRun.of("convert", stock, out, "--to", "other").exitCode());
    assertEquals(1, CommandRun.of("convert", folder.resolve("none"), out).exitCode());
    assertFalse(Files.exists(out));
    assertEquals(1, CommandRun.of("convert", doubles, stock, "--overwrite").exitCode());
    assertEquals(DOCUMENTS - (DOCUMENTS + 6) / 7 + 1, contents(stock).size());
    assertFalse(isOurs(stock), Codec.getDefault().getName());
  }
}
