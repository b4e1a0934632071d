package org.nseekfs.plugins;

import static org.apache.lucene.tests.util.LuceneTestCase.random;
import static org.junit.Assert.assertEquals;
import static org.nseekfs.plugins.Answers.ids;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.ToDoubleFunction;

/**
 * Filters on documents and on nested objects, in every query, against a walk through all of them.
 */
public final class NestedFilterCases {

  private static final String MAPPING =
      """
      {"settings": {"index.nseek": true, "number_of_shards": 2, "number_of_replicas": 0},
       "mappings": {"properties": {
         "tenant": {"type": "keyword"}, "owner": {"type": "alias", "path": "tenant"},
         "year": {"type": "integer"}, "title": {"type": "text"}, "due": {"type": "date"},
         "emb": {"type": "nseek_vector", "dimension": 2, "similarity": "euclidean"},
         "x": {"type": "nested", "properties": {"tag": {"type": "keyword"}}},
         "o": {"type": "nested", "properties": {
           "c": {"type": "keyword"}, "n": {"type": "integer"}, "words": {"type": "text"},
           "emb": {"type": "nseek_vector", "dimension": 2, "similarity": "euclidean"},
           "p": {"type": "nested", "properties": {"flag": {"type": "keyword"}}}}}}}}
      """;

  private static final String TARGET = "[0.5, -0.25]";

  private record Part(String c, Integer n, String word, double x, double y, String flag) {
    double distance() {
      return square(x - .5) + square(y + .25);
    }

    String json() {
      return text(
          "{\"c\": \"%s\", \"n\": %s, \"words\": \"%s\", \"emb\": [%s, %s], \"p\": [{\"flag\": \"%s\"},"
              + " {\"flag\": \"any\"}]}",
          c, n, word, x, y, flag);
    }
  }

  private record Whole(
      int id,
      String tenant,
      int year,
      String word,
      boolean due,
      String tag,
      Part own,
      List<Part> parts) {
    String json() {
      return text(
          "{\"tenant\": \"%s\", \"year\": %d, \"title\": \"%s\", \"due\": \"%s\", \"emb\": [%s, %s],"
              + " \"x\": [{\"tag\": \"%s\"}], \"o\": %s}",
          tenant,
          year,
          word,
          due ? "2100-01-01" : "2001-01-01",
          own.x,
          own.y,
          tag,
          parts.stream().map(Part::json).toList());
    }
  }

  /** A filter, and what it means for a part of a document. */
  private record Case(String filter, BiPredicate<Whole, Part> accepts) {
    Case not() {
      return new Case("{\"bool\": {\"must_not\": " + filter + "}}", accepts.negate());
    }

    Case and(Case other) {
      return new Case(
          "{\"bool\": {\"filter\": [" + filter + ", " + other.filter + "]}}",
          accepts.and(other.accepts));
    }

    Case or(Case other) {
      return new Case(
          "{\"bool\": {\"should\": [" + filter + ", " + other.filter + "]}}",
          accepts.or(other.accepts));
    }
  }

  private static final List<Case> OF_DOCUMENTS =
      List.of(
          new Case("{\"term\": {\"tenant\": \"a\"}}", (whole, part) -> whole.tenant.equals("a")),
          new Case("{\"term\": {\"owner\": \"a\"}}", (whole, part) -> whole.tenant.equals("a")),
          new Case(
              "{\"terms\": {\"tenant\": [\"a\", \"secret\"]}}",
              (whole, part) -> !whole.tenant.equals("b")),
          new Case("{\"prefix\": {\"tenant\": \"sec\"}}", (whole, part) -> isSecret(whole)),
          new Case("{\"wildcard\": {\"tenant\": \"s*t\"}}", (whole, part) -> isSecret(whole)),
          new Case("{\"term\": {\"year\": 2001}}", (whole, part) -> whole.year == 2001),
          new Case("{\"range\": {\"year\": {\"gt\": 2000}}}", (whole, part) -> whole.year > 2000),
          new Case("{\"range\": {\"due\": {\"gt\": \"now-1d\"}}}", (whole, part) -> whole.due),
          new Case("{\"exists\": {\"field\": \"tenant\"}}", (whole, part) -> true),
          new Case("{\"match\": {\"title\": \"red\"}}", (whole, part) -> whole.word.equals("red")),
          new Case(
              "{\"ids\": {\"values\": [\"3\", \"7\"]}}",
              (whole, part) -> whole.id == 3 || whole.id == 7),
          new Case(
              "{\"nested\": {\"path\": \"x\", \"query\": {\"term\": {\"x.tag\": \"t1\"}}}}",
              (whole, part) -> whole.tag.equals("t1")),
          new Case(
              "{\"nested\": {\"path\": \"o\", \"query\": {\"term\": {\"o.c\": \"c1\"}}}}",
              (whole, part) -> whole.parts.stream().anyMatch(any -> any.c.equals("c1"))));

  private static final List<Case> OF_PARTS =
      List.of(
          new Case("{\"term\": {\"o.c\": \"c1\"}}", (whole, part) -> part.c.equals("c1")),
          new Case(
              "{\"terms\": {\"o.c\": [\"c1\", \"c2\"]}}", (whole, part) -> !part.c.equals("c0")),
          new Case("{\"prefix\": {\"o.c\": \"c\"}}", (whole, part) -> true),
          new Case("{\"term\": {\"o.n\": 1}}", (whole, part) -> is(1, part.n)),
          new Case(
              "{\"terms\": {\"o.n\": [0, 1]}}", (whole, part) -> is(0, part.n) || is(1, part.n)),
          new Case(
              "{\"range\": {\"o.n\": {\"gte\": 1}}}",
              (whole, part) -> part.n != null && part.n > 0),
          new Case("{\"exists\": {\"field\": \"o.n\"}}", (whole, part) -> part.n != null),
          new Case("{\"match\": {\"o.words\": \"red\"}}", (whole, part) -> part.word.equals("red")),
          new Case(
              "{\"match_phrase\": {\"o.words\": \"red\"}}",
              (whole, part) -> part.word.equals("red")),
          new Case("{\"exists\": {\"field\": \"o.words\"}}", (whole, part) -> true),
          new Case(
              "{\"nested\": {\"path\": \"o.p\", \"query\": {\"term\": {\"o.p.flag\": \"f1\"}}}}",
              (whole, part) -> part.flag.equals("f1")));

  private final Cluster cluster;

  /** Asks {@code cluster}. */
  public NestedFilterCases(Cluster cluster) {
    this.cluster = cluster;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static boolean isSecret(Whole whole) {
    return whole.tenant.equals("secret");
  }

  private static boolean is(int value, Integer n) {
    return Integer.valueOf(value).equals(n);
  }

  private static double square(double value) {
    return value * value;
  }

  private static double coordinate() {
    return (random().nextInt(2_000_001) - 1_000_000) / 1048576.0;
  }

  private static <T> T any(List<T> values) {
    return values.get(random().nextInt(values.size()));
  }

  private static Part randomPart() {
    return new Part(
        any(List.of("c0", "c1", "c2")),
        random().nextInt(4) == 0 ? null : Integer.valueOf(random().nextInt(3)),
        any(List.of("red", "green")),
        coordinate(),
        coordinate(),
        any(List.of("f0", "f1")));
  }

  private List<Whole> index(String index) throws IOException {
    cluster.send("PUT", "/" + index, MAPPING);
    List<Whole> all = new ArrayList<>();
    StringBuilder bulk = new StringBuilder();
    for (int id = 0; id < 60; id++) {
      List<Part> parts = new ArrayList<>();
      for (int i = random().nextInt(4); i >= 0; i--) {
        parts.add(randomPart());
      }
      Whole whole =
          new Whole(
              id,
              any(List.of("a", "b", "secret")),
              2000 + random().nextInt(3),
              any(List.of("red", "green")),
              random().nextBoolean(),
              any(List.of("t0", "t1")),
              randomPart(),
              parts);
      all.add(whole);
      bulk.append("{\"index\": {\"_id\": \"").append(id).append("\"}}\n");
      bulk.append(whole.json()).append("\n");
    }
    Map<String, Object> answer =
        cluster.send("POST", "/" + index + "/_bulk?refresh=true", bulk.toString());
    assertEquals(answer.toString(), false, answer.get("errors"));
    return all;
  }

  /** The ids of the documents with an accepted part, nearest first. */
  private static List<String> byNearestPart(List<Whole> all, BiPredicate<Whole, Part> accepts) {
    return sorted(
        all.stream()
            .filter(whole -> whole.parts.stream().anyMatch(part -> accepts.test(whole, part)))
            .toList(),
        whole ->
            whole.parts.stream()
                .filter(part -> accepts.test(whole, part))
                .mapToDouble(Part::distance)
                .min()
                .getAsDouble());
  }

  private static List<String> sorted(List<Whole> found, ToDoubleFunction<Whole> distance) {
    return found.stream()
        .sorted(Comparator.comparingDouble(distance))
        .map(whole -> Integer.toString(whole.id))
        .toList();
  }

  private static String inObjects(String query) {
    return text("{\"nested\": {\"path\": \"o\", \"score_mode\": \"max\", \"query\": %s}}", query);
  }

  private static String vectorQuery(String name, String field, String more) {
    return text("{\"%s\": {\"field\": \"%s\", \"vector\": %s, %s}}", name, field, TARGET, more);
  }

  /** Every query that finds vectors of {@code field} among what a filter accepts. */
  private static List<String> queries(String field, String filter) {
    return List.of(
        vectorQuery("nseek_knn", field, "\"k\": 1000, \"filter\": " + filter),
        vectorQuery("nseek_knn", field, "\"min_similarity\": -100, \"filter\": " + filter),
        vectorQuery("nseek_score", field, "\"query\": " + filter));
  }

  private static String hybrid(String query) {
    return text(
        "{\"nseek_hybrid\": {\"k\": 100, \"queries\": [{\"query\": %s}, {\"query\": %s}]}}",
        query, query);
  }

  private List<String> found(String index, String query) throws IOException {
    return ids(cluster.search(index, "{\"size\": 100, \"query\": " + query + "}"));
  }

  private void assertFindsInObjects(List<Whole> all, String index, Case filter) throws IOException {
    List<String> expected = byNearestPart(all, filter.accepts);
    for (String query : queries("o.emb", filter.filter)) {
      assertEquals(query, expected, found(index, inObjects(query)));
      assertEquals(query, expected, found(index, hybrid(inObjects(query))));
    }
  }

  private static List<Case> combinations(List<Case> cases, List<Case> others) {
    List<Case> combined = new ArrayList<>(cases);
    cases.forEach(one -> combined.add(one.not()));
    for (Case other : others) {
      Case one = any(cases);
      combined.addAll(
          List.of(
              one.and(other),
              one.or(other),
              one.and(other.not()),
              one.not().and(other),
              one.or(other).not(),
              one.not().or(other.not())));
    }
    return combined;
  }

  public void filtersInsideNestedAreOfDocumentsAndOfTheirParts() throws IOException {
    List<Whole> all = index("inside");
    for (Case filter : combinations(OF_PARTS, OF_DOCUMENTS)) {
      assertFindsInObjects(all, "inside", filter);
    }
    for (Case filter : combinations(OF_DOCUMENTS, OF_PARTS)) {
      assertFindsInObjects(all, "inside", filter);
    }
    assertFindsInObjects(
        all,
        "inside",
        new Case(
            "{\"query_string\": {\"query\": \"tenant:a AND NOT o.c:c1\"}}",
            (whole, part) -> whole.tenant.equals("a") && !part.c.equals("c1")));
    assertFindsInObjects(
        all,
        "inside",
        new Case(
            "{\"multi_match\": {\"query\": \"red\", \"fields\": [\"title\", \"o.words\"]}}",
            (whole, part) -> whole.word.equals("red") || part.word.equals("red")));
    assertFindsInObjects(all, "inside", new Case("{\"match_all\": {}}", (whole, part) -> true));
  }

  public void filtersOfTwoLevelsInsideNestedInNested() throws IOException {
    cluster.send(
        "PUT",
        "/deep",
        """
        {"settings": {"index.nseek": true, "number_of_shards": 1, "number_of_replicas": 0},
         "mappings": {"properties": {"tenant": {"type": "keyword"}, "o": {"type": "nested",
           "properties": {"c": {"type": "keyword"}, "p": {"type": "nested", "properties":
             {"flag": {"type": "keyword"}, "emb": {"type": "nseek_vector", "dimension": 2}}}}}}}}
        """);
    cluster.send(
        "POST",
        "/deep/_bulk?refresh=true",
        """
        {"index": {"_id": "1"}}
        {"tenant": "a", "o": [{"c": "c1", "p": [{"flag": "f", "emb": [1, 1]}]}, {"c": "c2"}]}
        {"index": {"_id": "2"}}
        {"tenant": "a", "o": [{"c": "c2", "p": [{"flag": "f", "emb": [1, 2]}]}, {"c": "c1"}]}
        {"index": {"_id": "3"}}
        {"tenant": "b", "o": [{"c": "c1", "p": [{"flag": "g", "emb": [1, 3]}, {"flag": "f", "emb": [1, 4]}]}]}
        {"index": {"_id": "4"}}
        {"tenant": "b", "o": [{"c": "c2"}, {"c": "c1", "p": [{"flag": "g", "emb": [1, 5]}]}]}
        """);
    Map<String, List<String>> expected =
        Map.of(
            "{\"term\": {\"tenant\": \"a\"}}",
            List.of("1", "2"),
            "{\"term\": {\"o.c\": \"c1\"}}",
            List.of("1", "3", "4"),
            "{\"term\": {\"o.p.flag\": \"g\"}}",
            List.of("3", "4"),
            "{\"bool\": {\"must_not\": {\"term\": {\"o.c\": \"c1\"}}}}",
            List.of("2"),
            "{\"bool\": {\"must_not\": [{\"term\": {\"tenant\": \"b\"}}, {\"term\": {\"o.c\": \"c2\"}}]}}",
            List.of("1"),
            "{\"bool\": {\"filter\": [{\"term\": {\"tenant\": \"b\"}}, {\"term\": {\"o.c\": \"c1\"}},"
                + " {\"term\": {\"o.p.flag\": \"f\"}}]}}",
            List.of("3"));
    for (Map.Entry<String, List<String>> one : expected.entrySet()) {
      String query =
          "{\"nseek_knn\": {\"field\": \"o.p.emb\", \"vector\": [1, 1], \"k\": 10, \"filter\": "
              + one.getKey()
              + "}}";
      String direct =
          text("{\"nested\": {\"path\": \"o.p\", \"score_mode\": \"max\", \"query\": %s}}", query);
      assertEquals(query, one.getValue(), found("deep", direct));
      assertEquals(query, one.getValue(), found("deep", inObjects(direct)));
    }
  }

  public void filtersOutsideOfNestedAreOfDocuments() throws IOException {
    List<Whole> all = index("outside");
    for (Case filter : combinations(OF_DOCUMENTS, OF_DOCUMENTS)) {
      List<String> expected =
          sorted(
              all.stream().filter(whole -> filter.accepts.test(whole, null)).toList(),
              whole -> whole.own.distance());
      for (String query : queries("emb", filter.filter)) {
        assertEquals(query, expected, found("outside", query));
        assertEquals(query, expected, found("outside", hybrid(query)));
      }
    }
    for (Case filter : OF_PARTS.subList(0, OF_PARTS.size() - 1)) {
      for (String json : List.of(filter.filter, filter.not().filter)) {
        for (String query : queries("emb", json)) {
          cluster.assertRefused(
              "POST",
              "/outside/_search",
              "{\"query\": " + query + "}",
              "of a filter lies in nested objects: ask for it inside a nested query of path \"o\"");
        }
      }
    }
  }

  public void filtersOfAliasesAreOfDocuments() throws IOException {
    List<Whole> all = index("aliased");
    for (Case filter : combinations(OF_DOCUMENTS, OF_DOCUMENTS)) {
      String alias =
          text(
              "{\"actions\": [{\"add\": {\"index\": \"aliased\", \"alias\": \"seen\", \"filter\": %s}}]}",
              filter.filter);
      cluster.send("POST", "/_aliases", alias);
      for (Case own : List.of(any(OF_PARTS), any(OF_PARTS).not(), any(OF_DOCUMENTS).not())) {
        List<String> expected = byNearestPart(all, filter.accepts.and(own.accepts));
        for (String query : queries("o.emb", own.filter)) {
          assertEquals(alias + query, expected, found("seen", inObjects(query)));
          assertEquals(alias + query, expected, found("seen", hybrid(inObjects(query))));
        }
      }
      Case own = any(OF_DOCUMENTS);
      List<String> expected =
          sorted(
              all.stream()
                  .filter(whole -> filter.accepts.and(own.accepts).test(whole, null))
                  .toList(),
              whole -> whole.own.distance());
      for (String query : queries("emb", own.filter)) {
        assertEquals(alias + query, expected, found("seen", query));
      }
    }
  }

  public void whatCannotBeDecidedExactlyIsRefused() throws IOException {
    index("refused");
    String beside = "put it outside of the nested query, in a bool query";
    for (String filter :
        List.of(
            "{\"function_score\": {\"query\": {\"term\": {\"o.c\": \"c1\"}}, \"weight\": 1, \"min_score\": 1}}",
            "{\"bool\": {\"must_not\": {\"terms_set\": {\"o.c\": {\"terms\": [\"c1\", \"c2\"],"
                + " \"minimum_should_match_field\": \"year\"}}}}}")) {
      for (String query : queries("o.emb", filter)) {
        cluster.assertRefused(
            "POST", "/refused/_search", "{\"query\": " + inObjects(query) + "}", beside);
      }
    }
    for (String query : queries("o.emb", "{\"term\": {\"x.tag\": \"t1\"}}")) {
      cluster.assertRefused(
          "POST",
          "/refused/_search",
          "{\"query\": " + inObjects(query) + "}",
          "field \"x.tag\" of a filter lies in nested objects: ask for it inside a nested query of path"
              + " \"x\"");
    }
  }

  public void queriesThatStandWhereTheFieldIsNotAreRefused() throws IOException {
    index("misplaced");
    String all = "{\"match_all\": {}}";
    for (String query : queries("o.emb", all)) {
      cluster.assertRefused(
          "POST",
          "/misplaced/_search",
          "{\"query\": " + query + "}",
          "field \"o.emb\" lies in nested objects: nseek_",
          " must be inside a nested query of path \"o\", got it outside of nested queries");
    }
    for (String query : queries("emb", all)) {
      cluster.assertRefused(
          "POST",
          "/misplaced/_search",
          "{\"query\": " + inObjects(query) + "}",
          "field \"emb\" lies in no nested objects: nseek_",
          " must be outside of nested queries, got it inside a nested query of path \"o\"");
    }
    cluster.assertRefused(
        "POST",
        "/misplaced/_search",
        "{\"query\": " + inObjects(hybrid(all)) + "}",
        "nseek_hybrid finds whole documents: it must be outside of nested queries");
  }
}
