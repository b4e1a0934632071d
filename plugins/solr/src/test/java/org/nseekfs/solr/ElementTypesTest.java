package org.nseekfs.solr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.solr.client.solrj.impl.HttpJdkSolrClient;
import org.apache.solr.client.solrj.request.SolrQuery;
import org.apache.solr.common.SolrInputDocument;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.ElementType;

@ExtendWith(Solr.class)
class ElementTypesTest {

  private static final int DOCS = 1_500;

  private static HttpCore core;
  private static final Vectors FLOATS = new Vectors();
  private static final Vectors DOUBLES = new Vectors();
  private static final Vectors BYTES = new Vectors();

  @BeforeAll
  static void index() throws Exception {
    core = Solr.core("types");
    Random random = new Random(6);
    List<Map<String, Object>> docs = new ArrayList<>();
    for (int i = 0; i < DOCS; i++) {
      String id = "d" + i;
      FLOATS.put(id, Vectors.random(random));
      DOUBLES.put(id, random.doubles(Vectors.DIMENSION).toArray());
      BYTES.put(id, Vectors.randomBytes(random));
      Map<String, Object> doc = new LinkedHashMap<>();
      doc.put("id", id);
      for (ElementType type : ElementType.values()) {
        doc.put(type.label(), vectors(type).get(id));
      }
      docs.add(doc);
    }
    core.add(docs.subList(0, 1_200));
    core.add(docs.subList(1_200, DOCS));
  }

  private static Vectors vectors(ElementType type) {
    return switch (type) {
      case F64 -> DOUBLES;
      case BYTE -> BYTES;
      default -> FLOATS;
    };
  }

  private static VectorSimilarityFunction function(ElementType type) {
    return switch (type) {
      case F8, F32 -> VectorSimilarityFunction.COSINE;
      case F16 -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
      case BF16, F64, BYTE -> VectorSimilarityFunction.EUCLIDEAN;
    };
  }

  @ParameterizedTest
  @EnumSource
  void vectorsComeBackAsTheyWereGiven(ElementType type) throws Exception {
    JsonNode doc = core.select("q", "id:d7", "fl", type.label()).docs().getFirst();
    double[] expected = vectors(type).get("d7");
    JsonNode elements = doc.get(type.label());
    assertEquals(expected.length, elements.size());
    for (int i = 0; i < expected.length; i++) {
      JsonNode element = elements.get(i);
      double got =
          type.isFloat()
              ? Float.parseFloat(element.asText())
              : Double.parseDouble(element.asText());
      assertEquals(expected[i], got);
    }
  }

  @ParameterizedTest
  @EnumSource
  void binaryClientsGiveAndGetNumbers(ElementType type) throws Exception {
    String field = type.label();
    List<Double> given = DoubleStream.of(vectors(type).get("d8")).boxed().toList();
    try (HttpJdkSolrClient client = new HttpJdkSolrClient.Builder(core.url()).build()) {
      SolrInputDocument doc = new SolrInputDocument();
      doc.setField("id", "binary");
      doc.setField(field, given);
      client.add(doc);
      client.commit();
      List<?> got =
          (List<?>) client.query(new SolrQuery("id:binary")).getResults().getFirst().get(field);
      assertEquals(given, got.stream().map(x -> ((Number) x).doubleValue()).toList());
      client.deleteById("binary");
      client.commit();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theExactHitsAreThoseOfBruteForce(ElementType type) throws Exception {
    String field = type.label();
    Random random = new Random(7);
    for (int query = 0; query < 10; query++) {
      double[] target =
          switch (type) {
            case F64 -> random.doubles(Vectors.DIMENSION).toArray();
            case BYTE -> Vectors.randomBytes(random);
            default -> Vectors.random(random);
          };
      List<Vectors.Hit> expected =
          vectors(type).nearest(target, 20, type, function(type), id -> true);
      HttpCore.Answer found =
          core.select(
              "q",
              "{!nseek f=" + field + " k=20 v=$v}",
              "v",
              Vectors.text(target),
              "rows",
              "100",
              "fl",
              "id,score,raw:nseekSimilarity(" + field + ",$v)");
      Hits.assertSame(expected, found, type == ElementType.F64 ? 1e-13 : 1e-6);
    }
  }

  @ParameterizedTest
  @EnumSource
  void solrsOwnParserFindsTheExactHitsToo(ElementType type) throws Exception {
    String field = type.label();
    double[] target = vectors(type).get("d11");
    List<Vectors.Hit> expected =
        vectors(type).nearest(target, 15, type, function(type), id -> true);
    HttpCore.Answer found =
        core.select(
            "q",
            "{!knn f=" + field + " topK=15 v=$v}",
            "v",
            Vectors.text(target),
            "rows",
            "100",
            "fl",
            "id,raw:nseekSimilarity(" + field + ",$v)");
    Hits.assertSame(expected, found);
  }

  @ParameterizedTest
  @EnumSource
  void solrsOwnRadiusParserFindsAllOfThem(ElementType type) throws Exception {
    String field = type.label();
    double[] target = vectors(type).get("d12");
    List<Vectors.Hit> expected = vectors(type).nearest(target, 9, type, function(type), id -> true);
    double score =
        core.select(
                "q", "{!nseek f=" + field + " k=9 v=$v}", "v", Vectors.text(target), "fl", "score")
            .docs()
            .get(8)
            .get("score")
            .floatValue();
    HttpCore.Answer found =
        core.select(
            "q", "{!vectorSimilarity f=" + field + " minReturn=" + score + " v=$v}",
            "v", Vectors.text(target),
            "fl", "id,raw:nseekSimilarity(" + field + ",$v)");
    Hits.assertSame(expected, found);
  }

  @ParameterizedTest
  @EnumSource
  void hitsToARecallTargetAreAmongTheBest(ElementType type) throws Exception {
    String field = type.label();
    double[] target = vectors(type).get("d13");
    HttpCore.Answer found =
        core.select(
            "q", "{!nseek f=" + field + " k=10 mode=lsh recallTarget=.9 v=$v}",
            "v", Vectors.text(target),
            "fl", "id,raw:nseekSimilarity(" + field + ",$v)");
    List<String> best =
        vectors(type).nearest(target, 10, type, function(type), id -> true).stream()
            .map(Vectors.Hit::id)
            .toList();
    assertEquals(10, found.ids().size());
    assertTrue(found.ids().stream().filter(best::contains).count() >= 7, () -> best + " " + found);
  }
}
