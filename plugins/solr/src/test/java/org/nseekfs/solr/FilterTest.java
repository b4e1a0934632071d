package org.nseekfs.solr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nseekfs.quantization.ElementType;

@ExtendWith(Solr.class)
class FilterTest {

  private static final int DOCS = 1_300;
  private static final Vectors VECTORS = new Vectors();
  private static HttpCore core;

  @BeforeAll
  static void index() throws Exception {
    core = Solr.core("filters");
    Random random = new Random(61);
    List<Map<String, Object>> docs = new ArrayList<>();
    for (int i = 0; i < DOCS; i++) {
      if (i % 13 == 0) {
        docs.add(Map.of("id", "d" + i, "n", i, "tag", "even"));
        continue;
      }
      double[] vector = Vectors.random(random);
      VECTORS.put("d" + i, vector);
      docs.add(
          Map.of(
              "id",
              "d" + i,
              "n",
              i,
              "tag",
              i % 2 == 0 ? "even" : "odd",
              "f32",
              vector,
              "scanned",
              vector));
    }
    core.add(docs);
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(1));
  }

  private static boolean isEven(String id) {
    return number(id) % 2 == 0;
  }

  private static void assertNearest(
      int k, Predicate<String> accepted, String query, String... params) throws Exception {
    double[] target = VECTORS.get("d1");
    List<Vectors.Hit> expected =
        VECTORS.nearest(target, k, ElementType.F32, VectorSimilarityFunction.COSINE, accepted);
    List<String> all =
        new ArrayList<>(
            List.of(
                "q",
                query,
                "v",
                Vectors.text(target),
                "rows",
                "1000",
                "fl",
                "id,raw:nseekSimilarity(f32,$v)"));
    all.addAll(List.of(params));
    Hits.assertSame(expected, core.select(all.toArray(String[]::new)));
  }

  @Test
  void filterQueriesAreAppliedBeforeTheSearch() throws Exception {
    assertNearest(20, FilterTest::isEven, "{!nseek f=f32 k=20 v=$v}", "fq", "tag:even");
    assertNearest(
        20,
        id -> isEven(id) && number(id) < 200,
        "{!nseek f=f32 k=20 v=$v}",
        "fq",
        "tag:even",
        "fq",
        "n:[0 TO 199]");
  }

  @Test
  void fieldsWithoutCodesFindTheSame() throws Exception {
    assertNearest(20, FilterTest::isEven, "{!nseek f=scanned k=20 v=$v}", "fq", "tag:even");
  }

  @Test
  void filtersThatAcceptFewGetThoseFew() throws Exception {
    assertNearest(3, id -> number(id) < 4, "{!nseek f=f32 k=20 v=$v}", "fq", "n:[0 TO 3]");
    assertNearest(0, id -> false, "{!nseek f=f32 k=20 v=$v}", "fq", "n:[-9 TO -3]");
  }

  @Test
  void preFiltersTakeThePlaceOfFilterQueries() throws Exception {
    String query = "{!nseek f=f32 k=20 preFilter='n:[0 TO 99]' v=$v}";
    assertNearest(20, id -> number(id) < 100, query);
    List<String> before =
        core.select("q", query, "v", Vectors.text(VECTORS.get("d1")), "rows", "99").ids();
    List<String> after =
        core.select(
                "q", query, "v", Vectors.text(VECTORS.get("d1")), "rows", "99", "fq", "tag:even")
            .ids();
    assertEquals(before.stream().filter(FilterTest::isEven).toList(), after);
  }

  @Test
  void tagsSayWhichFilterQueriesAreAppliedBefore() throws Exception {
    String target = Vectors.text(VECTORS.get("d1"));
    List<String> nearest =
        VECTORS
            .nearest(
                VECTORS.get("d1"),
                30,
                ElementType.F32,
                VectorSimilarityFunction.COSINE,
                id -> number(id) < 600)
            .stream()
            .map(Vectors.Hit::id)
            .filter(FilterTest::isEven)
            .toList();
    for (String tags : List.of("includeTags=few", "excludeTags=parity")) {
      assertEquals(
          nearest,
          core.select(
                  "q", "{!nseek f=f32 k=30 " + tags + " v=$v}",
                  "v", target,
                  "rows", "99",
                  "fq", "{!tag=few}n:[0 TO 599]",
                  "fq", "{!tag=parity}tag:even")
              .ids());
    }
    assertTrue(
        core.refusal(
                "q", "{!nseek f=f32 preFilter=tag:even includeTags=few v=$v}",
                "v", target,
                "fq", "{!tag=few}n:[0 TO 599]")
            .contains("does not support combining preFilter"));
  }

  @Test
  void aVectorQueryMayBeAFilter() throws Exception {
    assertNearest(7, id -> true, "{!nseekScore f=f32 v=$v}", "fq", "{!nseek f=f32 k=7 v=$v}");
  }

  @Test
  void aRadiusFindsAllWithin() throws Exception {
    double[] target = VECTORS.get("d1");
    long within =
        VECTORS
            .nearest(target, DOCS, ElementType.F32, VectorSimilarityFunction.COSINE, id -> true)
            .stream()
            .filter(hit -> hit.raw() >= .6)
            .count();
    assertTrue(within > 5);
    assertNearest((int) within, id -> true, "{!nseek f=f32 minSimilarity=.6 v=$v}");
  }

  @Test
  void everyMatchIsScored() throws Exception {
    assertNearest(
        DOCS, id -> number(id) >= 1_200, "{!nseekScore f=f32 v=$v q=$few}", "few", "n:[1200 TO *]");
  }

  @Test
  void existsQueriesFindTheDocumentsWithAVector() throws Exception {
    List<String> expected =
        IntStream.range(0, DOCS).filter(i -> i % 13 != 0).mapToObj(i -> "d" + i).toList();
    assertEquals(
        expected, core.select("q", "f32:*", "rows", "2000", "fl", "id", "sort", "n asc").ids());
    assertEquals(
        DOCS - expected.size(),
        core.select("q", "*:* -f32:[* TO *]", "rows", "2000", "fl", "id").ids().size());
  }

  @Test
  void otherClausesStandBesideVectors() throws Exception {
    String query = "+{!nseek f=f32 k=40 v=$v} +tag:odd";
    List<String> expected =
        VECTORS
            .nearest(
                VECTORS.get("d1"), 40, ElementType.F32, VectorSimilarityFunction.COSINE, id -> true)
            .stream()
            .map(Vectors.Hit::id)
            .filter(id -> !isEven(id))
            .toList();
    List<String> found =
        core.select("q", query, "v", Vectors.text(VECTORS.get("d1")), "rows", "99").ids();
    assertEquals(expected, found);
  }

  @Test
  void documentsSortByTheirSimilarity() throws Exception {
    assertNearest(
        DOCS,
        id -> number(id) < 100,
        "n:[0 TO 99] AND f32:*",
        "sort",
        "nseekSimilarity(f32,$v) desc");
    List<String> withAll =
        core.select(
                "q", "n:[0 TO 99]",
                "v", Vectors.text(VECTORS.get("d1")),
                "rows", "100",
                "fl", "id",
                "sort", "nseekSimilarity(f32,$v) desc, n asc")
            .ids();
    assertEquals(
        List.of("d0", "d13", "d26", "d39", "d52", "d65", "d78", "d91"), withAll.subList(92, 100));
  }

  @Test
  void documentsWithoutAVectorHaveNoSimilarity() throws Exception {
    String target = Vectors.text(VECTORS.get("d1"));
    HttpCore.Answer found =
        core.select(
            "q",
            "id:(d13 d14)",
            "fl",
            "id,raw:nseekSimilarity(f32," + target + ")",
            "sort",
            "n asc");
    assertTrue(found.docs().get(0).get("raw") == null);
    assertEquals(
        Vectors.raw(VectorSimilarityFunction.COSINE, VECTORS.get("d1"), VECTORS.get("d14")),
        found.docs().get(1).get("raw").asDouble(),
        1e-6);
  }
}
