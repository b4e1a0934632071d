package org.nseekfs.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.QueryBitSetProducer;
import org.apache.lucene.search.join.ScoreMode;
import org.apache.lucene.search.join.ToParentBlockJoinQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Random documents with nested objects in two levels of one kind and one of another, against a walk
 * through them.
 */
class NestedScopeTest {

  private static final long SEED = 20260714;
  private static final String PATH = "path";

  /** The values of every field: s, also as a number n. */
  private static final int VALUES = 3;

  private final Random random = new Random(SEED);
  private final Directory directory = new ByteBuffersDirectory();
  private final Map<String, Thing> things = new TreeMap<>();
  private DirectoryReader reader;
  private IndexSearcher searcher;

  /**
   * A document or a nested object.
   *
   * @param in what it lies in; null for a document
   * @param value null if it has none
   */
  private record Thing(String id, String path, Thing in, Integer value, List<Thing> parts) {

    /** What it lies in at a level, or itself; null if there is none. */
    Thing at(String level) {
      if (path.equals(level)) {
        return this;
      }
      return in == null ? null : in.at(level);
    }

    boolean has(String partPath, Predicate<Thing> clause) {
      return parts.stream()
          .anyMatch(
              part ->
                  part.path().equals(partPath) && clause.test(part) || part.has(partPath, clause));
    }

    String name(String field) {
      return path.isEmpty() ? field : path + "." + field;
    }

    Document document() {
      Document document = new Document();
      document.add(new StringField("id", id, Field.Store.YES));
      document.add(new StringField(PATH, path, Field.Store.NO));
      if (value != null) {
        document.add(new StringField(name("s"), "v" + value, Field.Store.NO));
        document.add(new SortedDocValuesField(name("s"), new BytesRef("v" + value)));
        document.add(new IntPoint(name("n"), value));
        document.add(new NumericDocValuesField(name("n"), value));
        document.add(new StringField("_field_names", name("s"), Field.Store.NO));
      }
      return document;
    }
  }

  /** Nested objects o, o.p and x. */
  private static class Objects implements NestedObjects {
    @Override
    public Set<String> paths() {
      return Set.of("o", "o.p", "x");
    }

    @Override
    public boolean includedInParent(String path) {
      return false;
    }

    @Override
    public boolean includedInDocument(String path) {
      return false;
    }

    @Override
    public Query documents(String path) {
      return new TermQuery(new Term(PATH, path));
    }

    @Override
    public BitSetProducer bits(Query query) {
      return new QueryBitSetProducer(query);
    }

    @Override
    public Query plain(Query query) {
      return query;
    }

    @Override
    public Optional<Clause> nested(Query query) {
      return query instanceof Nested nested
          ? Optional.of(new Clause(nested.child, parents -> new Nested(nested.child, parents)))
          : Optional.empty();
    }

    @Override
    public boolean hidesFields(Query query) {
      return query instanceof Hiding;
    }
  }

  /** A query for nested objects, as engines have them. */
  private static final class Nested extends Wrapper {
    private final Query child;

    Nested(Query child, BitSetProducer parents) {
      super(new ToParentBlockJoinQuery(child, parents, ScoreMode.None));
      this.child = child;
    }
  }

  /** A query that reads what it does not tell. */
  private static final class Hiding extends Wrapper {
    Hiding(Query query) {
      super(query);
    }
  }

  private abstract static class Wrapper extends Query {
    private final Query query;

    Wrapper(Query query) {
      this.query = query;
    }

    @Override
    public Query rewrite(IndexSearcher searcher) {
      return query;
    }

    @Override
    public void visit(QueryVisitor visitor) {
      query.visit(visitor.getSubVisitor(Occur.MUST, this));
    }

    @Override
    public String toString(String field) {
      return query.toString(field);
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

  private Thing thing(String path, Thing in) {
    String id = Integer.toString(things.size());
    Integer value = random.nextInt(4) == 0 ? null : random.nextInt(VALUES);
    Thing thing = new Thing(id, path, in, value, new ArrayList<>());
    things.put(id, thing);
    return thing;
  }

  private void addParts(Thing thing, List<Document> block) {
    List<String> paths =
        switch (thing.path()) {
          case "" -> List.of("o", "x");
          case "o" -> List.of("o.p");
          default -> List.of();
        };
    for (String path : paths) {
      for (int i = random.nextInt(4); i > 0; i--) {
        Thing part = thing(path, thing);
        thing.parts().add(part);
        addParts(part, block);
      }
    }
    block.add(thing.document());
  }

  @BeforeEach
  void index() throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      for (int i = 0; i < 120; i++) {
        List<Document> block = new ArrayList<>();
        addParts(thing("", null), block);
        writer.addDocuments(block);
        if (i % 40 == 39) {
          writer.commit();
        }
      }
    }
    reader = DirectoryReader.open(directory);
    searcher = new IndexSearcher(reader);
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    directory.close();
  }

  private NestedScope scope(String path) {
    return new NestedScope(new Objects(), path);
  }

  /** A filter, and what it means for what is searched. */
  private record Meaning(Query query, Predicate<Thing> accepts) {}

  private static Query leaf(String path, int value, int kind) {
    String prefix = path.isEmpty() ? "" : path + ".";
    Term term = new Term(prefix + "s", "v" + value);
    return switch (kind) {
      case 0 -> new TermQuery(term);
      case 1 -> IntPoint.newExactQuery(prefix + "n", value);
      case 2 -> new PrefixQuery(term);
      case 3 -> new TermInSetQuery(term.field(), List.of(term.bytes()));
      case 4 -> new TermRangeQuery(term.field(), term.bytes(), term.bytes(), true, true);
      case 5 -> NumericDocValuesField.newSlowExactQuery(prefix + "n", value);
      case 6 -> IntPoint.newSetQuery(prefix + "n", value);
      default -> throw new AssertionError(kind);
    };
  }

  private Meaning randomLeaf(List<String> levels) {
    String level = levels.get(random.nextInt(levels.size()));
    int value = random.nextInt(VALUES);
    return switch (random.nextInt(4)) {
      case 0 -> {
        String field = level.isEmpty() ? "s" : level + ".s";
        yield new Meaning(
            random.nextBoolean()
                ? new FieldExistsQuery(field)
                : new ConstantScoreQuery(new TermQuery(new Term("_field_names", field))),
            thing -> thing.at(level).value() != null);
      }
      default ->
          new Meaning(
              leaf(level, value, random.nextInt(7)),
              thing -> Integer.valueOf(value).equals(thing.at(level).value()));
    };
  }

  /** A query for objects of {@code path} as an engine makes it inside of {@code scope}. */
  private Meaning nested(String path, String scope, String owner) {
    int value = random.nextInt(VALUES);
    BitSetProducer engines = new QueryBitSetProducer(new TermQuery(new Term(PATH, scope)));
    Query leaf = leaf(path, value, 0);
    BooleanQuery.Builder others = new BooleanQuery.Builder();
    others.add(new MatchAllDocsQuery(), Occur.MUST).add(leaf, Occur.MUST_NOT);
    others.add(new TermQuery(new Term(PATH, path)), Occur.FILTER);
    boolean negated = random.nextBoolean();
    return new Meaning(
        new Nested(negated ? others.build() : leaf, engines),
        thing ->
            thing
                .at(owner)
                .has(path, part -> negated != Integer.valueOf(value).equals(part.value())));
  }

  private Meaning randomFilter(String scope, List<String> levels, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return switch (random.nextInt(6)) {
        case 0 ->
            switch (scope) {
              case "" -> nested("o.p", scope, "");
              case "o" -> random.nextBoolean() ? nested("o.p", scope, "o") : nested("o", scope, "");
              default -> random.nextBoolean() ? nested("o.p", scope, "o") : nested("x", scope, "");
            };
        case 1 -> new Meaning(new MatchAllDocsQuery(), thing -> true);
        default -> randomLeaf(levels);
      };
    }
    Meaning first = randomFilter(scope, levels, depth - 1);
    Meaning second = randomFilter(scope, levels, depth - 1);
    Predicate<Thing> one = first.accepts();
    Predicate<Thing> other = second.accepts();
    return switch (random.nextInt(6)) {
      case 0 -> new Meaning(bool(first, Occur.FILTER, second, Occur.MUST), one.and(other));
      case 1 -> new Meaning(bool(first, Occur.SHOULD, second, Occur.SHOULD), one.or(other));
      case 2 ->
          new Meaning(bool(first, Occur.MUST, second, Occur.MUST_NOT), one.and(other.negate()));
      case 3 ->
          new Meaning(
              new BooleanQuery.Builder()
                  .add(new MatchAllDocsQuery(), Occur.MUST)
                  .add(first.query(), Occur.MUST_NOT)
                  .build(),
              one.negate());
      case 4 ->
          new Meaning(
              new DisjunctionMaxQuery(List.of(first.query(), second.query()), .5f), one.or(other));
      default -> {
        BooleanQuery.Builder two = new BooleanQuery.Builder();
        Meaning third = randomLeaf(levels);
        two.setMinimumNumberShouldMatch(2);
        List.of(first, second, third).forEach(part -> two.add(part.query(), Occur.SHOULD));
        yield new Meaning(
            new BoostQuery(two.build(), 2),
            thing ->
                List.of(first, second, third).stream()
                        .filter(part -> part.accepts().test(thing))
                        .count()
                    >= 2);
      }
    };
  }

  private static Query bool(Meaning first, Occur ofFirst, Meaning second, Occur ofSecond) {
    return new BooleanQuery.Builder()
        .add(first.query(), ofFirst)
        .add(second.query(), ofSecond)
        .build();
  }

  private Set<String> found(Query query, String path) throws IOException {
    Query ofPath =
        new BooleanQuery.Builder()
            .add(query, Occur.FILTER)
            .add(new Objects().documents(path), Occur.FILTER)
            .build();
    Set<String> ids = new TreeSet<>();
    for (ScoreDoc hit : searcher.search(ofPath, reader.maxDoc()).scoreDocs) {
      ids.add(searcher.storedFields().document(hit.doc).get("id"));
    }
    return ids;
  }

  private Set<String> expected(Predicate<Thing> accepts, String path) {
    Set<String> ids = new TreeSet<>();
    for (Thing thing : things.values()) {
      if (thing.path().equals(path) && accepts.test(thing)) {
        ids.add(thing.id());
      }
    }
    return ids;
  }

  @Test
  void everyClauseIsDecidedWhereItsFieldsAre() throws IOException {
    Map<String, List<String>> levels =
        Map.of("", List.of(""), "o", List.of("", "o"), "o.p", List.of("", "o", "o.p"));
    for (int i = 0; i < 2_000; i++) {
      String path = List.of("", "o", "o.p").get(i % 3);
      Meaning filter = randomFilter(path, levels.get(path), 3);
      assertEquals(
          expected(filter.accepts(), path),
          found(scope(path).filter(filter.query()), path),
          "seed " + SEED + ", filter " + i + " in \"" + path + "\": " + filter.query());
    }
  }

  @Test
  void whatIsFoundAmongDocumentsIsJoinedWhole() throws IOException {
    Query child = leaf("o", 1, 0);
    Query noChild =
        new BooleanQuery.Builder()
            .add(new MatchAllDocsQuery(), Occur.MUST)
            .add(child, Occur.MUST_NOT)
            .build();
    assertEquals(Set.of(), found(scope("o").join(child, NestedObjects.DOCUMENTS), "o"));
    assertEquals(
        expected(thing -> true, "o"),
        found(scope("o").join(noChild, NestedObjects.DOCUMENTS), "o"));
    Query document = leaf("", 1, 0);
    assertEquals(
        expected(thing -> Integer.valueOf(1).equals(thing.at("").value()), "o.p"),
        found(scope("o.p").join(document, NestedObjects.DOCUMENTS), "o.p"));
  }

  private static void assertRefused(Runnable call, String... texts) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    for (String text : texts) {
      assertTrue(message.contains(text), "<" + text + "> is not in " + message);
    }
  }

  @Test
  void aFieldOfOtherObjectsIsAskedForInANestedQuery() {
    for (Query of : List.of(leaf("x", 1, 0), leaf("x", 1, 1), new FieldExistsQuery("x.s"))) {
      Query not =
          new BooleanQuery.Builder()
              .add(new MatchAllDocsQuery(), Occur.MUST)
              .add(of, Occur.MUST_NOT)
              .build();
      for (Query query : List.of(of, not, new ConstantScoreQuery(of))) {
        assertRefused(
            () -> scope("o").filter(query),
            "of a filter lies in nested objects: ask for it inside a nested query of path \"x\"");
        assertRefused(() -> scope("").filter(query), "inside a nested query of path \"x\"");
      }
    }
    assertRefused(() -> scope("o").filter(leaf("o.p", 1, 0)), "nested query of path \"o.p\"");
  }

  @Test
  void fieldsThatAreIncludedFurtherOutAreThereToo() {
    NestedObjects inParent =
        new Objects() {
          @Override
          public boolean includedInParent(String path) {
            return path.equals("o.p");
          }
        };
    NestedObjects inDocument =
        new Objects() {
          @Override
          public boolean includedInDocument(String path) {
            return path.equals("o.p");
          }
        };
    Query part = leaf("o.p", 1, 0);
    assertEquals(part, new NestedScope(inParent, "o").filter(part));
    assertEquals(part, new NestedScope(inDocument, "").filter(part));
    assertRefused(() -> new NestedScope(inParent, "x").filter(part), "of path \"o\"");
    assertRefused(() -> new NestedScope(inParent, "").filter(part), "of path \"o\"");
  }

  @Test
  void aClauseThatDoesNotTellWhatItReadsIsRefusedInNestedObjectsOnly() throws IOException {
    Query hiding = new Hiding(leaf("", 1, 0));
    Query nameless =
        new Query() {
          @Override
          public void visit(QueryVisitor visitor) {
            visitor.visitLeaf(this);
          }

          @Override
          public String toString(String field) {
            return "nameless";
          }

          @Override
          public boolean equals(Object other) {
            return this == other;
          }

          @Override
          public int hashCode() {
            return 1;
          }
        };
    for (Query query : List.of(hiding, nameless)) {
      assertEquals(query, scope("").filter(query));
      assertRefused(
          () -> scope("o").filter(query),
          "filter " + query + " does not tell all fields it reads",
          "put it outside of the nested query, in a bool query");
    }
  }

  @Test
  void aClauseOfSeveralLevelsIsRefused() {
    Query both =
        new Wrapper(
            new BooleanQuery.Builder()
                .add(leaf("", 1, 0), Occur.SHOULD)
                .add(leaf("o", 1, 0), Occur.SHOULD)
                .build()) {};
    assertRefused(
        () -> scope("o").filter(both), "is about fields of several levels", "[o.s, s]: give each");
    PhraseQuery phrase = new PhraseQuery("o.s", "a", "b");
    assertEquals(phrase, scope("o").filter(phrase));
  }

  @Test
  void aVectorFieldIsOneOfWhatIsSearched() {
    scope("").require("emb", "q");
    scope("o").require("o.emb", "q");
    scope("o").require("o.plain.emb", "q");
    assertRefused(
        () -> scope("").require("o.emb", "q"),
        "field \"o.emb\" lies in nested objects: q must be inside a nested query of path \"o\", got it"
            + " outside of nested queries");
    assertRefused(
        () -> scope("o").require("emb", "q"),
        "field \"emb\" lies in no nested objects: q must be outside of nested queries, got it inside"
            + " a nested query of path \"o\"");
    assertRefused(
        () -> scope("o").require("o.p.emb", "q"), "must be inside a nested query of path \"o.p\"");
    scope("").requireDocuments("q");
    assertRefused(
        () -> scope("o").requireDocuments("q"),
        "q finds whole documents: it must be outside of nested queries, got it inside a nested"
            + " query of path \"o\"");
  }
}
