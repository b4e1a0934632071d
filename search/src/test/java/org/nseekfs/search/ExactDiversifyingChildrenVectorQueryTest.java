package org.nseekfs.search;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.QueryBitSetProducer;
import org.apache.lucene.search.join.ScoreMode;
import org.apache.lucene.search.join.ToParentBlockJoinQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.search.CheckHits;
import org.apache.lucene.tests.search.QueryUtils;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.IOUtils;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.execution.SearchMode;
import org.nseekfs.search.verify.CertificateChecker;

/** On Lucene's own test base, because its checks of queries need it. */
@LuceneTestCase.SuppressCodecs("SimpleText") // has no vectors format per field
public class ExactDiversifyingChildrenVectorQueryTest extends LuceneTestCase {
  private static final String FIELD = SampleIndex.FIELD;
  private static final BitSetProducer PARENTS =
      new QueryBitSetProducer(new TermQuery(new Term("type", "parent")));
  private static final Query RED = new TermQuery(new Term("colour", "red"));

  private record Child(int id, int parent, Object vector, boolean isRed) {}

  /** A child's id and raw similarity, and its parent. */
  private record Near(int id, double raw, int parent) {}

  /** Blocks of up to {@code most} children of which some lack vectors; some blocks are empty. */
  private static final class Blocks implements Closeable {
    private final SampleVectors vectors;
    private final Random random = SampleVectors.random();
    private final Directory directory = new ByteBuffersDirectory();
    private final IndexWriter writer;
    private final List<Child> children = new ArrayList<>();
    private DirectoryReader reader;
    private int documents;

    Blocks(SampleVectors vectors) throws Exception {
      this.vectors = vectors;
      NSeekVectorsConfig ours = NSeekVectorsConfig.DEFAULT;
      writer =
          new IndexWriter(
              directory,
              new IndexWriterConfig()
                  .setCodec(
                      new NSeekCodec(
                          vectors.type().isFloat() ? ours.withDefaultType(vectors.type()) : ours))
                  .setMergePolicy(NoMergePolicy.INSTANCE)
                  .setRAMBufferSizeMB(512));
    }

    Blocks add(int blocks, int most) throws Exception {
      for (int i = 0; i < blocks; i++) {
        int size = random.nextInt(most + 1);
        int parent = documents + size;
        List<Document> block = new ArrayList<>();
        for (int j = 0; j < size; j++) {
          Object vector = random.nextInt(8) == 0 ? null : vectors.next(random);
          Child child = new Child(documents++, parent, vector, random.nextBoolean());
          block.add(document(child));
          children.add(child);
        }
        Document parentDocument = new Document();
        parentDocument.add(new StringField("type", "parent", Field.Store.NO));
        addId(parentDocument, documents++);
        block.add(parentDocument);
        writer.addDocuments(block);
      }
      return this;
    }

    Blocks commit() throws Exception {
      writer.commit();
      return this;
    }

    private static void addId(Document document, int id) {
      document.add(new StringField(SampleIndex.ID, "" + id, Field.Store.NO));
      document.add(new NumericDocValuesField(SampleIndex.ID, id));
    }

    private Document document(Child child) {
      Document document = new Document();
      addId(document, child.id);
      document.add(new StringField("colour", child.isRed ? "red" : "blue", Field.Store.NO));
      if (child.vector != null) {
        document.add(vectors.field(FIELD, child.vector));
      }
      return document;
    }

    /** Ends the segment with a document that no parent follows. */
    Blocks addOrphan() throws Exception {
      writer.addDocument(document(new Child(documents++, -1, vectors.next(random), true)));
      return commit();
    }

    Blocks deleteEveryFourthChild() throws Exception {
      for (Child child : List.copyOf(children)) {
        if (child.id % 4 == 0) {
          writer.deleteDocuments(new Term(SampleIndex.ID, "" + child.id));
          children.remove(child);
        }
      }
      return this;
    }

    IndexSearcher searcher(ExecutorService executor) throws Exception {
      writer.commit();
      IOUtils.close(reader);
      reader = DirectoryReader.open(directory);
      return SampleIndex.uncached(reader, executor);
    }

    Object target() {
      return vectors.next(random);
    }

    /** The best child of each of the {@code k} nearest parents, by brute force. */
    List<Near> nearest(Object target, int k, boolean onlyRed) {
      List<Near> best = new ArrayList<>();
      children.stream()
          .filter(child -> child.vector != null && (child.isRed || !onlyRed))
          .map(child -> new Near(child.id, vectors.raw(target, child.vector), child.parent))
          .sorted(Comparator.comparingDouble(Near::raw).reversed().thenComparingInt(Near::id))
          .forEach(
              near -> {
                if (best.size() < k
                    && best.stream().noneMatch(other -> other.parent == near.parent)) {
                  best.add(near);
                }
              });
      return best;
    }

    @Override
    public void close() throws IOException {
      IOUtils.close(reader, writer, directory);
    }
  }

  private static SampleVectors of(ElementType type) {
    return new SampleVectors(type, VectorSimilarityFunction.EUCLIDEAN, 24);
  }

  private static ExactDiversifyingChildrenVectorQuery query(Object target, int k, Query filter) {
    return new ExactDiversifyingChildrenVectorQuery(
        FIELD, QueryVector.ofArray(target), k, filter, PARENTS);
  }

  private static void assertFinds(Blocks blocks, IndexSearcher searcher, int k) throws Exception {
    for (Query filter : new Query[] {null, RED}) {
      Object target = blocks.target();
      List<Near> expected = blocks.nearest(target, k, filter != null);
      ExactDiversifyingChildrenVectorQuery query = query(target, k, filter);
      CertifiedTopDocs found = query.search(searcher);
      assertEquals(
          expected.stream().map(near -> new SampleIndex.Near(near.id, near.raw)).toList(),
          SampleIndex.found(searcher, found));
      assertEquals(
          List.of(), CertificateChecker.check(searcher, query, found.certificate().orElseThrow()));
      TopDocs parents =
          searcher.search(new ToParentBlockJoinQuery(query, PARENTS, ScoreMode.Max), k);
      assertEquals(
          expected.stream().map(Near::parent).toList(), SampleIndex.ids(searcher, parents));
      assertEquals(blocks.vectors.score(expected.getFirst().raw), parents.scoreDocs[0].score, 0);
    }
  }

  public void testFindsTheBestChildOfEachOfTheNearestParents() throws Exception {
    for (ElementType type : ElementType.values()) {
      try (Blocks blocks =
          new Blocks(of(type)).add(300, 9).commit().add(40, 3).commit().add(1, 900)) {
        assertFinds(blocks, blocks.searcher(null), 1);
        assertFinds(blocks, blocks.searcher(null), 17);
        blocks.deleteEveryFourthChild();
        assertFinds(blocks, blocks.searcher(null), 17);
        assertFinds(blocks, blocks.searcher(null), 400);
      }
    }
  }

  public void testThreadsThatShareABlockFindItsBestChild() throws Exception {
    SampleVectors vectors =
        new SampleVectors(ElementType.F8, VectorSimilarityFunction.DOT_PRODUCT, 3);
    try (Blocks blocks = new Blocks(vectors).add(12, 20_000);
        ExecutorService executor = Executors.newFixedThreadPool(2)) {
      assertTrue(blocks.documents > 2 * SearchMode.MIN_DOCS);
      IndexSearcher searcher = blocks.searcher(executor);
      for (int k : List.of(1, 3, 12)) {
        assertFinds(blocks, searcher, k);
      }
    }
  }

  public void testMostChildrenAreNotScored() throws Exception {
    SampleVectors vectors =
        new SampleVectors(ElementType.F32, VectorSimilarityFunction.EUCLIDEAN, 64);
    try (Blocks blocks = new Blocks(vectors).add(3000, 4)) {
      IndexSearcher searcher = blocks.searcher(null);
      Object near = blocks.children.stream().filter(c -> c.vector != null).findAny().get().vector;
      CertifiedTopDocs found = query(near, 1, null).search(searcher);
      assertTrue(
          "" + found.documentsScored(), found.documentsScored() < found.totalHits.value() / 2);
    }
  }

  public void testDocumentsWithoutAParentAreNotFound() throws Exception {
    try (Blocks blocks = new Blocks(of(ElementType.F32)).add(20, 3).addOrphan().addOrphan()) {
      assertFinds(blocks, blocks.searcher(null), 100);
    }
  }

  public void testPassesLucenesChecks() throws Exception {
    try (Blocks blocks = new Blocks(of(ElementType.F32)).add(50, 5)) {
      IndexSearcher searcher = blocks.searcher(null);
      Object target = blocks.target();
      QueryUtils.check(random(), query(target, 8, null), searcher);
      QueryUtils.check(random(), query(target, 8, RED), searcher);
      CheckHits.checkExplanations(
          new ToParentBlockJoinQuery(query(target, 8, RED), PARENTS, ScoreMode.Max),
          null,
          searcher,
          true);
    }
  }

  public void testExplainsThatASiblingIsNearer() throws Exception {
    try (Blocks blocks = new Blocks(of(ElementType.F32)).add(1, 0).add(1, 50)) {
      IndexSearcher searcher = blocks.searcher(null);
      Object target = blocks.target();
      int best = blocks.nearest(target, 1, false).getFirst().id;
      Child other =
          blocks.children.stream().filter(c -> c.vector != null && c.id != best).findAny().get();
      Explanation miss = searcher.explain(query(target, 3, null), other.id);
      assertFalse(miss.isMatch());
      assertTrue(
          miss.getDescription(),
          miss.getDescription().startsWith("not the best child of one of the 3 nearest parents"));
    }
  }

  public void testQueriesAreEqualIfAllTheirPartsAre() {
    float[] target = {1, 2};
    Query query = query(target, 3, RED);
    assertEquals(
        "ExactDiversifyingChildrenVectorQuery:vector,float[2][1.0,...]"
            + "[3,QueryBitSetProducer(type:parent)][colour:red]",
        query.toString());
    QueryUtils.checkEqual(query, query(target, 3, RED));
    QueryUtils.checkUnequal(query, query(target, 4, RED));
    QueryUtils.checkUnequal(query, query(target, 3, null));
    QueryUtils.checkUnequal(query, query(new float[] {1, 3}, 3, RED));
    QueryUtils.checkUnequal(
        query,
        new ExactDiversifyingChildrenVectorQuery(
            FIELD, target, 3, RED, new QueryBitSetProducer(RED)));
    assertEquals(
        "k must be at least 1, got 0",
        expectThrows(IllegalArgumentException.class, () -> query(target, 0, null)).getMessage());
  }
}
