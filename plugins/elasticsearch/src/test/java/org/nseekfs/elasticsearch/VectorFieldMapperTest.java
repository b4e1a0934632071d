package org.nseekfs.elasticsearch;

import static org.hamcrest.Matchers.containsString;
import static org.nseekfs.plugins.Answers.hits;
import static org.nseekfs.plugins.Answers.ids;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.test.ESIntegTestCase;
import org.nseekfs.plugins.MappingCases;

/** Vectors of documents and the options of their fields, over HTTP. */
@ESIntegTestCase.ClusterScope(
    scope = ESIntegTestCase.Scope.SUITE,
    numDataNodes = 1,
    numClientNodes = 0,
    supportsDedicatedMasters = false)
public class VectorFieldMapperTest extends RestTestCase {

  private static final List<String> TYPES = List.of("f8", "f16", "bf16", "f32", "f64", "byte");

  /** Values that every type holds exactly. */
  private static final String VECTOR = "[1, -2, 0.5]";

  private static final String BYTES = "[1, -2, 127]";

  private final MappingCases cases = new MappingCases(CLUSTER);

  private static String vector(String type) {
    return type.equals("byte") ? BYTES : VECTOR;
  }

  private static String source(String answer) {
    return answer.replace(" ", "").replace(".0", "");
  }

  public void testEveryElementTypeGivesBackTheVectorsThatWereIndexed() throws IOException {
    for (String type : TYPES) {
      String index = "values-" + type;
      create(index, 1, 0, vectorField(3, type, "euclidean"));
      send("PUT", "/" + index + "/_doc/1?refresh=true", "{\"emb\": " + vector(type) + "}");
      Map<String, Object> answer =
          search(
              index,
              text(
                  """
              {"fields": ["emb"], "query": {"exists": {"field": "emb"}},
               "ext": {"nseek_similarity": {"field": "emb", "vector": %s}}}
              """,
                  vector(type)));
      Map<String, Object> hit = hits(answer).getFirst();
      String expected = source(vector(type));
      assertEquals(expected, source(((Map<?, ?>) hit.get("_source")).get("emb").toString()));
      assertEquals(expected, source(((Map<?, ?>) hit.get("fields")).get("emb").toString()));
      assertEquals(type, 0, similarity(hit), 0);
    }
  }

  public void testSyntheticSourceHasTheVectorsThatWereIndexed() throws IOException {
    send(
        "PUT",
        "/synthetic",
        """
        {"settings": {"index.mapping.source.mode": "synthetic", "number_of_replicas": 0},
         "mappings": {"properties": {"emb": {"type": "nseek_vector", "dimension": 3}}}}
        """);
    send("PUT", "/synthetic/_doc/1?refresh=true", "{\"emb\": [0.1, -2.5, 3]}");
    Map<String, Object> answer = search("synthetic", "{\"fields\": [\"emb\"]}");
    Map<?, ?> source = (Map<?, ?>) hits(answer).getFirst().get("_source");
    assertEquals("[0.1,-2.5,3]", source(source.get("emb").toString()));
    Map<?, ?> fields = (Map<?, ?>) hits(answer).getFirst().get("fields");
    assertEquals("[0.1,-2.5,3]", source(fields.get("emb").toString()));
  }

  public void testVectorsThatDoNotFitTheFieldAreRefused() throws IOException {
    create("refusing", 1, 0, vectorField(3, "f32", "cosine"));
    String document = "/refusing/_doc/1";
    assertRefused(
        "PUT",
        document,
        "{\"emb\": [1, 2]}",
        "vector of field \"emb\" must have dimension 3, got 2");
    assertRefused("PUT", document, "{\"emb\": [1, 2, 3, 4]}", "must have dimension 3, got 4");
    assertRefused("PUT", document, "{\"emb\": []}", "must have dimension 3, got 0");
    assertRefused(
        "PUT",
        document,
        "{\"emb\": [1, \"x\", 3]}",
        "element must be a number, got VALUE_STRING x at position 1 for field \"emb\"");
    assertRefused("PUT", document, "{\"emb\": [1, null, 3]}", "element must be a number, got");
    assertRefused(
        "PUT", document, "{\"emb\": [[1, 2, 3], [1, 2, 3]]}", "element must be a number, got");
    assertRefused("PUT", document, "{\"emb\": 1}", "must be an array, got VALUE_NUMBER");
    assertRefused("PUT", document, "{\"emb\": \"abc\"}", "must be an array, got VALUE_STRING");
    assertRefused("PUT", document, "{\"emb\": {\"a\": 1}}", "emb");
    assertRefused(
        "PUT",
        document,
        "{\"emb\": [1, 1e39, 3]}",
        "element must be a finite float, got 1.0E39 at position 1 for field \"emb\"");
    assertRefused("PUT", document, "{\"emb\": [0, 0, 0]}", "emb");
    assertEquals(0, hits(search("refusing", "{}")).size());
  }

  public void testElementsThatTheTypeDoesNotHoldAreRefused() throws IOException {
    create("halves", 1, 0, vectorField(3, "f16", "euclidean"));
    assertRefused("PUT", "/halves/_doc/1", "{\"emb\": [1, 70000, 3]}", "emb", "70000");
    create("bytes", 1, 0, vectorField(3, "byte", "euclidean"));
    assertRefused(
        "PUT",
        "/bytes/_doc/1",
        "{\"emb\": [1, 128, 3]}",
        "element must be an integer from -128 to 127, got 128.0 at position 1 for field \"emb\"");
    assertRefused("PUT", "/bytes/_doc/1", "{\"emb\": [1, 1.5, 3]}", "got 1.5 at position 1");
  }

  public void testADocumentHasOneVectorOfAField() throws IOException {
    send(
        "PUT",
        "/objects",
        """
        {"mappings": {"properties": {"o": {"properties": {
          "emb": {"type": "nseek_vector", "dimension": 2}}}}}}
        """);
    send("PUT", "/objects/_doc/1", "{\"o\": {\"emb\": [1, 2]}}");
    assertRefused(
        "PUT",
        "/objects/_doc/2",
        "{\"o\": [{\"emb\": [1, 2]}, {\"emb\": [3, 4]}]}",
        "field \"o.emb\" takes one vector of a document, got another");
  }

  public void testExistsMatchesDocumentsWithAVector() throws IOException {
    create("existing", 1, 0, vectorField(2, "f16", "cosine"));
    send("PUT", "/existing/_doc/with", "{\"emb\": [1, 2]}");
    send("PUT", "/existing/_doc/without", "{\"n\": 1}");
    send("PUT", "/existing/_doc/null?refresh=true", "{\"emb\": null}");
    String exists = "{\"exists\": {\"field\": \"emb\"}}";
    assertEquals(List.of("with"), ids(search("existing", "{\"query\": " + exists + "}")));
    assertEquals(
        2,
        ids(search("existing", "{\"query\": {\"bool\": {\"must_not\": " + exists + "}}}")).size());
  }

  public void testOptionsThatAreNoneAreRefused() {
    assertMappingRefused("{\"type\": \"nseek_vector\"}", "dimension must be 1..16384, got 0");
    assertMappingRefused(
        "{\"type\": \"nseek_vector\", \"dimension\": 20000}",
        "dimension must be 1..16384, got 20000 for field \"emb\"");
    assertMappingRefused(
        "{\"type\": \"nseek_vector\", \"dimension\": 3, \"element_type\": \"f7\"}", "f7", "bf16");
    assertMappingRefused(
        "{\"type\": \"nseek_vector\", \"dimension\": 3, \"similarity\": \"manhattan\"}",
        "similarity must be one of [euclidean, dot_product, cosine, maximum_inner_product], got",
        "manhattan");
    assertMappingRefused(
        "{\"type\": \"nseek_vector\", \"dimension\": 3, \"codes\": \"perhaps\"}", "perhaps");
    assertMappingRefused(
        "{\"type\": \"nseek_vector\", \"dimension\": 3, \"dims\": 3}",
        "unknown parameter [dims] on mapper [emb] of type [nseek_vector]");
    assertMappingRefused(
        """
        {"type": "text", "fields": {"v": {"type": "nseek_vector", "dimension": 3}}}""",
        "[nseek_vector]",
        "multi");
    assertMappingRefused(
        """
        {"type": "nseek_vector", "dimension": 3, "fields": {"t": {"type": "text"}}}""",
        "field \"emb\" of type nseek_vector takes no sub-fields");
    assertMappingRefused(
        """
        {"type": "nseek_vector", "dimension": 3, "copy_to": "all"}""",
        "field \"emb\" of type nseek_vector takes no copy_to");
    assertMappingRefused(
        "{\"type\": \"nseek_vector\", \"dimension\": 3, \"index\": false}",
        "unknown parameter [index] on mapper [emb] of type [nseek_vector]");
    assertMappingRefused(
        "{\"type\": \"nseek_vector\", \"dimension\": 99999999999}",
        "dimension of field \"emb\" must be a whole number from -2147483648 to 2147483647, got"
            + " 99999999999");
    assertMappingRefused(
        "{\"type\": \"nseek_vector\", \"dimension\": 1.7}",
        "dimension of field \"emb\"",
        "got 1.7");
  }

  private static void assertMappingRefused(String field, String... messages) {
    assertRefused(
        "PUT", "/refused", "{\"mappings\": {\"properties\": {\"emb\": " + field + "}}}", messages);
  }

  public void testOptionsCannotBeChangedSaveMeta() throws IOException {
    create(
        "fixed",
        1,
        0,
        """
        {"type": "nseek_vector", "dimension": 3, "element_type": "f16", "similarity": "cosine",
         "codes": true, "lsh": false}""");
    for (String changed :
        List.of(
            "'dimension': 4, 'element_type': 'f16', 'lsh': false",
            "'dimension': 3, 'element_type': 'f8', 'lsh': false",
            "'dimension': 3, 'element_type': 'f16', 'lsh': true",
            "'dimension': 3, 'element_type': 'f16', 'lsh': false, 'codes': false",
            "'dimension': 3, 'element_type': 'f16', 'lsh': false, 'similarity': 'euclidean'")) {
      assertRefused("PUT", "/fixed/_mapping", mapping(changed), "Cannot update parameter");
    }
    assertRefused(
        "PUT",
        "/fixed/_mapping",
        mapping("'dimension': 4, 'element_type': 'f16', 'lsh': false"),
        "Cannot update parameter [dimension] from [3] to [4]");
    assertRefused(
        "PUT",
        "/fixed/_mapping",
        "{\"properties\": {\"emb\": {\"type\": \"text\"}}}",
        "cannot be changed from type [nseek_vector] to [text]");
    send(
        "PUT",
        "/fixed/_mapping",
        mapping("'dimension': 3, 'element_type': 'f16', 'lsh': false, 'meta': {'model': 'x'}"));
    String now = send("GET", "/fixed/_mapping", null).toString();
    assertThat(now, containsString("model=x"));
    assertThat(now, containsString("element_type=f16"));
  }

  private static String mapping(String options) {
    return ("{'properties': {'emb': {'type': 'nseek_vector', " + options + "}}}")
        .replace('\'', '"');
  }

  public void testAnIndexWithoutTheSettingRefusesTheFieldAndSaysWhatToSet() throws IOException {
    send("PUT", "/plain", "{}");
    assertRefused(
        "PUT",
        "/plain/_mapping",
        mapping("'dimension': 3"),
        "field \"emb\" of type nseek_vector needs an index with the setting index.nseek: true");
    assertRefused(
        "PUT",
        "/off",
        "{\"settings\": {\"index.nseek\": false}, \"mappings\": " + mapping("'dimension': 3") + "}",
        "needs an index with the setting index.nseek: true");
  }

  public void testAnIndexThatIsCreatedWithAVectorFieldGetsTheSetting() throws IOException {
    send("PUT", "/automatic", "{\"mappings\": " + mapping("'dimension': 3") + "}");
    assertThat(send("GET", "/automatic/_settings", null).toString(), containsString("nseek=true"));
    send("PUT", "/automatic/_doc/1", "{\"emb\": [1, 2, 3]}");
    send("PUT", "/other", "{\"mappings\": {\"properties\": {\"t\": {\"type\": \"text\"}}}}");
    assertFalse(send("GET", "/other/_settings", null).toString().contains("nseek"));
  }

  public void testATemplateWithAVectorFieldGivesItsIndicesTheSetting() throws IOException {
    send(
        "PUT",
        "/_index_template/vectors",
        text(
            """
        {"index_patterns": ["templated-*"],
         "template": {"settings": {"index.nseek": true}, "mappings": %s}}
        """,
            mapping("'dimension': 3")));
    try {
      send("PUT", "/templated-1/_doc/1?refresh=true", "{\"emb\": [1, 2, 3]}");
      assertThat(
          send("GET", "/templated-1/_settings", null).toString(), containsString("nseek=true"));
    } finally {
      send("DELETE", "/_index_template/vectors", null);
    }
  }

  public void testTheSettingIsFinal() throws IOException {
    send("PUT", "/final", "{}");
    ResponseException refused =
        expectThrows(
            ResponseException.class,
            () -> send("PUT", "/final/_settings", "{\"index.nseek\": true}"));
    assertThat(refused.getMessage(), containsString("index.nseek"));
    assertEquals(400, refused.getResponse().getStatusLine().getStatusCode());
  }

  public void testCopiesOfAnIndexKeepTheSetting() throws IOException {
    create("source", 1, 0, vectorField(2, "f32", "cosine"));
    send("PUT", "/source/_doc/1?refresh=true", "{\"emb\": [1, 2]}");
    send("PUT", "/source/_settings", "{\"index.blocks.write\": true}");
    send(
        "PUT",
        "/_snapshot/copies",
        "{\"type\": \"fs\", \"settings\": {\"location\": \"" + randomRepoPath() + "\"}}");
    send("PUT", "/_snapshot/copies/s?wait_for_completion=true", "{\"indices\": \"source\"}");
    String restore = "/_snapshot/copies/s/_restore?wait_for_completion=true";
    String renamed =
        "{\"indices\": \"source\", \"rename_pattern\": \"source\", \"rename_replacement\": \"restored\"";
    String refusal =
        "index.nseek cannot be taken from an index that is cloned, shrunk, split or restored";
    for (String setting : List.of("\"index.nseek\": false", "\"nseek\": \"false\"")) {
      assertRefused("POST", "/source/_clone/cloned", "{\"settings\": {" + setting + "}}", refusal);
      assertRefused("POST", restore, renamed + ", \"index_settings\": {" + setting + "}}", refusal);
    }
    for (String ignored : List.of("index.nseek", "index.ns*", "*seek")) {
      assertRefused(
          "POST",
          restore,
          renamed + ", \"ignore_index_settings\": [\"" + ignored + "\"]}",
          refusal);
    }
    send("POST", "/source/_clone/cloned", "{\"settings\": {\"index.number_of_replicas\": 0}}");
    send("POST", restore, renamed + "}");
    send("PUT", "/plain-source", "{\"settings\": {\"number_of_replicas\": 0}}");
    send("PUT", "/_snapshot/copies/p?wait_for_completion=true", "{\"indices\": \"plain-source\"}");
    send(
        "POST",
        "/_snapshot/copies/p/_restore?wait_for_completion=true",
        "{\"rename_pattern\": \"plain-source\", \"rename_replacement\": \"plain-copy\","
            + " \"ignore_index_settings\": [\"index.*\"]}");
    for (String index : List.of("cloned", "restored")) {
      ensureGreen(index);
      String query =
          "{\"query\": {\"nseek_knn\": {\"field\": \"emb\", \"vector\": [1, 2], \"k\": 1}}}";
      assertEquals(index, List.of("1"), ids(search(index, query)));
    }
    send("DELETE", "/_snapshot/copies/s,p", null);
  }

  public void testTermsAndAggregationsOnVectorsAreRefused() throws IOException {
    create("termless", 1, 0, vectorField(2, "f32", "cosine"));
    send("PUT", "/termless/_doc/1?refresh=true", "{\"emb\": [1, 2]}");
    assertRefused(
        "POST",
        "/termless/_search",
        "{\"query\": {\"term\": {\"emb\": 1}}}",
        "field \"emb\" of type nseek_vector has no terms: search it with nseek_knn or nseek_score");
    assertRefused(
        "POST",
        "/termless/_search",
        "{\"aggs\": {\"a\": {\"terms\": {\"field\": \"emb\"}}}}",
        "emb",
        "nseek_vector");
  }

  public void testOtherFieldsAreNotCopiedToVectors() throws IOException {
    cases.otherFieldsAreNotCopiedToVectors();
  }

  public void testFieldsThatNoDocumentIsReadForAreRefused() throws IOException {
    cases.fieldsThatNoDocumentIsReadForAreRefused("flattened");
  }

  public void testOptionsOfOtherTypesAreRefused() throws IOException {
    cases.optionsOfOtherTypesAreRefused();
  }

  public void testDynamicTemplatesMakeVectorFields() throws IOException {
    cases.dynamicTemplatesMakeVectorFields();
  }

  public void testDocumentsHaveOneVectorOfWhatNestedObjectsIncludeInThem() throws IOException {
    cases.documentsHaveOneVectorOfWhatNestedObjectsIncludeInThem();
  }

  public void testSimilaritiesOfNestedObjectsAreThoseOfInnerHits() throws IOException {
    cases.similaritiesOfNestedObjectsAreThoseOfInnerHits();
  }

  public void testTheNearestPartsAreOfAsManyDocumentsAsAreAskedFor() throws IOException {
    cases.theNearestPartsAreOfAsManyDocumentsAsAreAskedFor();
  }
}
