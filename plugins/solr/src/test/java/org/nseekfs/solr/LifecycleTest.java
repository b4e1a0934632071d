package org.nseekfs.solr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.apache.solr.core.SolrCore;
import org.apache.solr.search.SolrIndexSearcher;
import org.apache.solr.util.RefCounted;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nseekfs.quantization.ElementType;

/** One index from its first document on; each test goes on where the one before has ended. */
@ExtendWith(Solr.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifecycleTest {

  private static final Vectors FLOATS = new Vectors();
  private static final Vectors DOUBLES = new Vectors();
  private static final Random RANDOM = new Random(62);

  private final HttpCore core = Solr.core("life");

  private static Map<String, Object> randomDoc(int i) {
    String id = "d" + i;
    FLOATS.put(id, Vectors.random(RANDOM));
    DOUBLES.put(id, RANDOM.doubles(Vectors.DIMENSION).toArray());
    Map<String, Object> doc = new LinkedHashMap<>();
    doc.put("id", id);
    doc.put("n", i);
    doc.put("text", "word" + i % 7);
    doc.put("f32", FLOATS.get(id));
    doc.put("f64", DOUBLES.get(id));
    return doc;
  }

  private void assertSearches() throws Exception {
    double[] floats = Vectors.random(RANDOM);
    double[] doubles = RANDOM.doubles(Vectors.DIMENSION).toArray();
    Hits.assertSame(
        FLOATS.nearest(floats, 25, ElementType.F32, VectorSimilarityFunction.COSINE, id -> true),
        core.select(
            "q", "{!nseek f=f32 k=25 v=$v}",
            "v", Vectors.text(floats),
            "rows", "30",
            "fl", "id,raw:nseekSimilarity(f32,$v)"));
    Hits.assertSame(
        DOUBLES.nearest(
            doubles, 25, ElementType.F64, VectorSimilarityFunction.EUCLIDEAN, id -> true),
        core.select(
            "q", "{!nseek f=f64 k=25 v=$v}",
            "v", Vectors.text(doubles),
            "rows", "30",
            "fl", "id,raw:nseekSimilarity(f64,$v)"));
    assertEquals(
        FLOATS.size(), core.select("q", "*:*").body().path("response").path("numFound").asInt());
  }

  @Test
  @Order(1)
  void manyCommitsMakeOneIndex() throws Exception {
    for (int batch = 0; batch < 4; batch++) {
      List<Map<String, Object>> docs = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        docs.add(randomDoc(batch * 400 + i));
      }
      core.add(docs);
    }
    assertSearches();
  }

  @Test
  @Order(2)
  void deletedDocumentsAreNotFound() throws Exception {
    core.command("{\"delete\":{\"query\":\"n:[100 TO 299]\"}}");
    core.command("{\"delete\":[\"d5\",\"d6\"]}");
    for (int i = 100; i < 300; i++) {
      FLOATS.remove("d" + i);
      DOUBLES.remove("d" + i);
    }
    for (String id : List.of("d5", "d6")) {
      FLOATS.remove(id);
      DOUBLES.remove(id);
    }
    assertSearches();
  }

  @Test
  @Order(3)
  void addingADocumentAgainReplacesIt() throws Exception {
    core.add(List.of(randomDoc(7), randomDoc(8)));
    assertSearches();
  }

  @Test
  @Order(4)
  void atomicUpdatesKeepTheVectorsTheyDoNotTouch() throws Exception {
    core.add(List.of(Map.of("id", "d9", "text", Map.of("set", "changed"))));
    JsonNode doc = core.select("q", "text:changed").docs().getFirst();
    assertEquals("d9", doc.get("id").asText());
    assertEquals(numbers(DOUBLES.get("d9")), numbers(doc.get("f64")));
    assertSearches();
  }

  @Test
  @Order(5)
  void atomicUpdatesSetVectors() throws Exception {
    FLOATS.put("d10", Vectors.random(RANDOM));
    core.add(List.of(Map.of("id", "d10", "f32", Map.of("set", FLOATS.get("d10")))));
    assertSearches();
  }

  @Test
  @Order(6)
  void documentsNotCommittedAreGotByTheirIds() throws Exception {
    Map<String, Object> doc = randomDoc(3_000);
    assertEquals(
        200, core.update("", new ObjectMapper().writeValueAsString(List.of(doc))).status());
    JsonNode got = core.request("/get", "id", "d3000").body().get("doc");
    assertEquals(numbers(DOUBLES.get("d3000")), numbers(got.get("f64")));
    core.command("{\"commit\":{}}");
    assertSearches();
  }

  @Test
  @Order(7)
  void vectorsArriveAsXmlToo() throws Exception {
    FLOATS.put("x1", Vectors.random(RANDOM));
    DOUBLES.put("x1", RANDOM.doubles(Vectors.DIMENSION).toArray());
    String xml =
        "<add><doc><field name='id'>x1</field>"
            + fields("f32", FLOATS.get("x1"))
            + fields("f64", DOUBLES.get("x1"))
            + "</doc></add>";
    assertEquals(200, core.send("/update?commit=true&wt=json", "text/xml", xml).status());
    assertSearches();
  }

  private static String fields(String name, double[] vector) {
    return DoubleStream.of(vector)
        .mapToObj(x -> "<field name='" + name + "'>" + x + "</field>")
        .collect(Collectors.joining());
  }

  @Test
  @Order(8)
  void optimizingMergesWithoutLoss() throws Exception {
    core.command("{\"optimize\":{}}");
    assertSearches();
    assertEquals(
        numbers(DOUBLES.get("d20")),
        numbers(core.select("q", "id:d20").docs().getFirst().get("f64")));
  }

  @Test
  @Order(9)
  void vectorsAndCodesAreMappedIntoMemoryByDefault() throws Exception {
    try (SolrCore open = Solr.open("life")) {
      RefCounted<SolrIndexSearcher> searcher = open.getSearcher();
      try {
        Directory directory = searcher.get().getIndexReader().directory();
        assertTrue(FilterDirectory.unwrap(directory) instanceof MMapDirectory, directory::toString);
        List<String> files =
            List.of(directory.listAll()).stream()
                .filter(name -> name.contains("NSeek") && name.matches(".*[.](vec|veq|vex)"))
                .toList();
        assertTrue(files.size() >= 3, files::toString);
        for (String file : files) {
          try (IndexInput input = directory.openInput(file, IOContext.DEFAULT)) {
            MemorySegmentAccessInput mapped = (MemorySegmentAccessInput) input;
            assertTrue(mapped.segmentSliceOrNull(0, CodecUtil.footerLength()).isMapped(), file);
          }
        }
      } finally {
        searcher.decref();
      }
    }
  }

  @Test
  @Order(10)
  void aCoreReloads() throws Exception {
    assertEquals(200, Solr.admin().request("/cores", "action", "RELOAD", "core", "life").status());
    assertSearches();
    core.add(List.of(randomDoc(4_000)));
    assertSearches();
  }

  private static List<Double> numbers(double[] vector) {
    return DoubleStream.of(vector).boxed().toList();
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(element -> numbers.add(element.asDouble()));
    return numbers;
  }
}
