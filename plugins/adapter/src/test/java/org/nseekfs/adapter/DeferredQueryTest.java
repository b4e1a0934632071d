package org.nseekfs.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeferredQueryTest {

  private final Directory directory = new ByteBuffersDirectory();
  private DirectoryReader reader;

  /** A term query that counts how often it is rewritten. */
  private static final class Counted extends Query {
    private int rewritten;

    @Override
    public Query rewrite(IndexSearcher searcher) {
      rewritten++;
      return new TermQuery(new Term("id", "1"));
    }

    @Override
    public void visit(QueryVisitor visitor) {
      visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
      return "counted";
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  @BeforeEach
  void index() throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      for (int i = 0; i < 3; i++) {
        Document document = new Document();
        document.add(new StringField("id", Integer.toString(i), Field.Store.NO));
        writer.addDocument(document);
      }
    }
    reader = DirectoryReader.open(directory);
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    directory.close();
  }

  @Test
  void rewritingSearchesNothing() throws IOException {
    Counted counted = new Counted();
    DeferredQuery query = new DeferredQuery(counted);
    assertSame(query, new IndexSearcher(reader).rewrite(query));
    assertEquals(0, counted.rewritten);
  }

  @Test
  void aReaderIsSearchedOnceHoweverOftenItIsAsked() throws IOException {
    Counted counted = new Counted();
    Query query =
        new BooleanQuery.Builder()
            .add(new DeferredQuery(counted), BooleanClause.Occur.MUST)
            .add(new TermQuery(new Term("id", "2")), BooleanClause.Occur.SHOULD)
            .build();
    IndexSearcher searcher = new IndexSearcher(reader);
    assertEquals(1, searcher.search(query, 5).scoreDocs[0].doc);
    assertEquals(true, searcher.explain(query, 1).isMatch());
    assertEquals(false, searcher.explain(query, 0).isMatch());
    assertEquals(1, counted.rewritten);
  }

  @Test
  void anotherReaderIsSearchedAnew() throws IOException {
    Counted counted = new Counted();
    Query query = new DeferredQuery(counted);
    assertEquals(1, new IndexSearcher(reader).count(query));
    try (DirectoryReader other = DirectoryReader.open(directory)) {
      assertEquals(1, new IndexSearcher(other).count(query));
    }
    assertEquals(2, counted.rewritten);
  }

  @Test
  void whatWasFoundIsToldOnceItIs() throws IOException {
    DeferredQuery query = new DeferredQuery(new Counted());
    assertNull(query.found());
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.count(query);
    assertEquals(new Counted().rewrite(searcher).toString(), query.found());
  }
}
