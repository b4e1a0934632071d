package org.nseekfs.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdScoresQueryTest {

  private static final Query QUERY =
      new IdScoresQuery(
          "_id",
          Map.of(
              new BytesRef("b"), Explanation.match(2f, "second"),
              new BytesRef("e"), Explanation.match(5f, "first"),
              new BytesRef("nowhere"), Explanation.match(9f, "never")),
          "a test");

  private final Directory directory = new ByteBuffersDirectory();
  private DirectoryReader reader;

  @BeforeEach
  void index() throws IOException {
    IndexWriterConfig config = new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      writer.addDocument(document("a"));
      writer.addDocument(document("b"));
      writer.commit();
      writer.addDocument(document("c"));
      writer.addDocument(document("e"));
      writer.addDocument(document("e"));
      writer.commit();
      writer.updateDocument(new Term("_id", "b"), document("b"));
    }
    reader = DirectoryReader.open(directory);
  }

  private static Document document(String id) {
    Document document = new Document();
    document.add(new StringField("_id", id, Field.Store.NO));
    return document;
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    directory.close();
  }

  @Test
  void aDocumentIsFoundByItsIdWithItsScoreAndNotWhereItIsDeleted() throws IOException {
    TopDocs hits = new IndexSearcher(reader).search(QUERY, 10);
    assertEquals(2, hits.scoreDocs.length);
    assertEquals(4, hits.scoreDocs[0].doc, "the last of the two with id e");
    assertEquals(5f, hits.scoreDocs[0].score);
    assertEquals(5, hits.scoreDocs[1].doc, "the newest with id b");
    assertEquals(2f, hits.scoreDocs[1].score);
  }

  @Test
  void itIsAClauseAsAnyOther() throws IOException {
    Query filtered =
        new BooleanQuery.Builder()
            .add(new BoostQuery(QUERY, 3), BooleanClause.Occur.MUST)
            .add(new TermQuery(new Term("_id", "b")), BooleanClause.Occur.FILTER)
            .build();
    TopDocs hits = new IndexSearcher(reader).search(filtered, 10);
    assertEquals(1, hits.scoreDocs.length);
    assertEquals(6f, hits.scoreDocs[0].score);
  }

  @Test
  void theExplanationIsTheOneThatWasSent() throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    Explanation hit = searcher.explain(new BoostQuery(QUERY, 3), 5);
    assertEquals(6f, hit.getValue());
    assertEquals("second", hit.getDescription());
    Explanation miss = searcher.explain(QUERY, 0);
    assertFalse(miss.isMatch());
    assertEquals("not among the 3 of a test", miss.getDescription());
  }
}
