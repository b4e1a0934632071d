package org.nseekfs.opensearch;

import static org.nseekfs.plugins.Answers.hits;
import static org.nseekfs.plugins.Answers.ids;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.nseekfs.plugins.MappingCases;
import org.opensearch.test.OpenSearchIntegTestCase.ClusterScope;
import org.opensearch.test.OpenSearchIntegTestCase.Scope;

/** Documents and mappings of the field type, as users send them. */
@ClusterScope(
    scope = Scope.SUITE,
    numDataNodes = 1,
    numClientNodes = 0,
    supportsDedicatedMasters = false)
public class VectorFieldTest extends NodesTestCase {

  private static final String TYPES = "f8,f16,bf16,f32,f64,byte";

  private final MappingCases cases = new MappingCases(CLUSTER);

  public void testVectorsOfEveryElementTypeComeBackAsTheyWereSentAndFindThemselves()
      throws IOException {
    for (String type : TYPES.split(",")) {
      createIndex(
          "out-" + type,
          "\"dimension\":3,\"similarity\":\"euclidean\",\"element_type\":\"" + type + "\"",
          1,
          0);
      call("PUT", "/out-" + type + "/_doc/a", "{\"emb\":[1,-2,4]}");
      call("PUT", "/out-" + type + "/_doc/b?refresh=true", "{\"emb\":[2,2,8]}");
      Map<String, Object> found =
          search(
              "out-" + type,
              "{\"query\":{\"nseek_knn\":{\"field\":\"emb\",\"vector\":[1,-2,5],\"k\":1}},"
                  + "\"fields\":[\"emb\"],"
                  + "\"ext\":{\"nseek_similarity\":{\"field\":\"emb\",\"vector\":[1,-2,5]}}}");
      assertEquals(type, List.of("a"), ids(found));
      Map<String, Object> hit = hits(found).get(0);
      assertEquals(type, Map.of("emb", List.of(1, -2, 4)), hit.get("_source"));
      assertEquals(type, List.of(1, -2, 4), field(hit, "emb"));
      assertEquals(type, List.of(-1.0), raws(found));
      assertEquals(type, List.of(.5f), scores(found));
    }
  }

  public void testDoublesKeepWhatFloatsLose() throws IOException {
    createIndex(
        "precise", "\"dimension\":2,\"similarity\":\"dot_product\",\"element_type\":\"f64\"", 1, 0);
    call("PUT", "/precise/_doc/a?refresh=true", "{\"emb\":[0.1234567890123456,0]}");
    Map<String, Object> found =
        search("precise", "{\"ext\":{\"nseek_similarity\":{\"field\":\"emb\",\"vector\":[1,0]}}}");
    assertEquals(List.of(0.1234567890123456), raws(found));
  }

  public void testDocumentsThatDoNotFitAreRefusedWithFieldExpectedAndGot() throws IOException {
    createIndex("strict", "\"dimension\":3", 1, 0);
    String path = "/strict/_doc/1";
    assertRefused(
        "PUT",
        path,
        "{\"emb\":[1,2]}",
        "vector of field \"emb\" must have dimension 3, got 2",
        "failed to parse field [emb] of type [nseek_vector] in document with id '1'");
    assertRefused("PUT", path, "{\"emb\":[1,2,3,4]}", "field \"emb\" must have dimension 3, got 4");
    assertRefused("PUT", path, "{\"emb\":[]}", "field \"emb\" must have dimension 3, got 0");
    assertRefused(
        "PUT", path, "{\"emb\":7}", "vector of field \"emb\" must be an array, got VALUE_NUMBER");
    assertRefused(
        "PUT",
        path,
        "{\"emb\":[1,\"x\",3]}",
        "element must be a number, got VALUE_STRING x at position 1 for field \"emb\"");
    assertRefused(
        "PUT",
        path,
        "{\"emb\":[1,null,3]}",
        "element must be a number, got VALUE_NULL at position 1 for field \"emb\"");
    assertRefused(
        "PUT",
        path,
        "{\"emb\":[[1,2,3],[4,5,6]]}",
        "element must be a number, got START_ARRAY at position 0 for field \"emb\"");
    assertRefused(
        "PUT",
        path,
        "{\"emb\":[1,1e60,3]}",
        "element must be a finite float, got 1.0E60 at position 1 for field \"emb\"");
    assertRefused("PUT", path, "{\"emb\":[0,0,0]}", "emb");
    call("PUT", "/strict/_doc/1?refresh=true", "{\"emb\":[1,2,3]}");
    assertEquals(List.of("1"), ids(search("strict", "{}")));
  }

  public void testElementsThatTheTypeCannotHoldAreRefused() throws IOException {
    createIndex("bytes", "\"dimension\":2,\"element_type\":\"byte\"", 1, 0);
    assertRefused(
        "PUT",
        "/bytes/_doc/1",
        "{\"emb\":[1,128]}",
        "element must be an integer from -128 to 127, got 128.0 at position 1 for field \"emb\"");
    assertRefused("PUT", "/bytes/_doc/1", "{\"emb\":[1,0.5]}", "got 0.5 at position 1");
    createIndex("halves", "\"dimension\":2,\"element_type\":\"f16\"", 1, 0);
    assertRefused("PUT", "/halves/_doc/1", "{\"emb\":[1,70000]}", "emb", "70000");
  }

  public void testADocumentRefusedInABulkLosesNoOther() throws IOException {
    createIndex("bulk", "\"dimension\":2", 1, 0);
    Map<String, Object> answer =
        call(
            "POST",
            "/bulk/_bulk?refresh=true",
            "{\"index\":{\"_id\":\"1\"}}\n{\"emb\":[1,2]}\n"
                + "{\"index\":{\"_id\":\"2\"}}\n{\"emb\":[1,2,3],\"text\":\"lost\"}\n"
                + "{\"index\":{\"_id\":\"3\"}}\n{\"emb\":[3,4]}\n");
    assertEquals(true, answer.get("errors"));
    assertEquals(List.of("1", "3"), ids(search("bulk", "{\"sort\":\"_id\"}")));
  }

  public void testMappingsThatDoNotFitAreRefused() throws IOException {
    assertMappingRefused("\"dimension\":0", "dimension must be 1..16384, got 0 for field \"emb\"");
    assertMappingRefused("\"lsh\":true", "dimension must be 1..16384, got 0 for field \"emb\"");
    assertMappingRefused("\"dimension\":20000", "dimension must be 1..16384, got 20000");
    assertMappingRefused(
        "\"dimension\":3,\"element_type\":\"f4\"",
        "element type must be one of [f8, f16, bf16, f32, f64, byte], got \"f4\"");
    assertMappingRefused(
        "\"dimension\":3,\"similarity\":\"l2\"",
        "similarity must be one of [euclidean, dot_product, cosine, maximum_inner_product]",
        "got \"l2\"");
    assertMappingRefused(
        "\"dimension\":3,\"dims\":3",
        "unknown parameter [dims] on mapper [emb] of type [nseek_vector]");
    assertMappingRefused(
        "\"dimension\":99999999999",
        "dimension of field \"emb\" must be a whole number from -2147483648 to 2147483647, got"
            + " 99999999999");
    assertMappingRefused("\"dimension\":1.7", "dimension of field \"emb\"", "got 1.7");
    String taken = "field \"emb\" of type nseek_vector takes no ";
    assertMappingRefused("\"dimension\":3,\"copy_to\":\"all\"", taken + "copy_to");
    assertMappingRefused(
        "\"dimension\":3,\"fields\":{\"t\":{\"type\":\"text\"}}", taken + "sub-fields");
    assertMappingRefused("\"dimension\":3,\"index\":false", taken + "index");
    assertMappingRefused("\"dimension\":3,\"doc_values\":true", taken + "doc_values");
    assertRefused(
        "PUT",
        "/refused",
        "{\"settings\":{\"index.nseek\":true},\"mappings\":{\"properties\":{\"text\":{\"type\":\"text\","
            + "\"fields\":{\"emb\":{\"type\":\"nseek_vector\",\"dimension\":3}}}}}}",
        "field \"emb\" of type nseek_vector must not be a sub-field");
  }

  private static void assertMappingRefused(String field, String... texts) throws IOException {
    assertRefused(
        "PUT",
        "/refused",
        "{\"settings\":{\"index.nseek\":true},\"mappings\":{\"properties\":{\"emb\":"
            + "{\"type\":\"nseek_vector\","
            + field
            + "}}}}",
        texts);
  }

  public void testAnIndexWithoutTheSettingTakesNoVectorFieldAndSaysWhatToSet() throws IOException {
    String mapping = "{\"properties\":{\"emb\":{\"type\":\"nseek_vector\",\"dimension\":3}}}";
    assertRefused(
        "PUT",
        "/plain",
        "{\"mappings\":" + mapping + "}",
        "field \"emb\" of type nseek_vector needs an index with the setting index.nseek: true");
    call("PUT", "/plain", "{}");
    assertRefused("PUT", "/plain/_mapping", mapping, "index.nseek: true");
    assertRefused(
        "PUT",
        "/plain/_settings",
        "{\"index.nseek\":true}",
        "non dynamic settings [[index.nseek]]");
  }

  public void testCopiesOfAnIndexKeepTheSetting() throws IOException {
    createIndex("source", "\"dimension\":2", 1, 0);
    call("PUT", "/source/_doc/1?refresh=true", "{\"emb\": [1, 2]}");
    call("PUT", "/source/_settings", "{\"index.blocks.write\": true}");
    call(
        "PUT",
        "/_snapshot/copies",
        "{\"type\": \"fs\", \"settings\": {\"location\": \"" + randomRepoPath() + "\"}}");
    call("PUT", "/_snapshot/copies/s?wait_for_completion=true", "{\"indices\": \"source\"}");
    String restore = "/_snapshot/copies/s/_restore?wait_for_completion=true";
    String renamed =
        "{\"indices\": \"source\", \"rename_pattern\": \"source\", \"rename_replacement\": \"restored\"";
    String refusal =
        "index.nseek cannot be taken from an index that is cloned, shrunk, split or restored";
    for (String setting : List.of("\"index.nseek\": false", "\"nseek\": \"false\"")) {
      assertRefused("POST", "/source/_clone/cloned", "{\"settings\": {" + setting + "}}", refusal);
      assertRefused("POST", restore, renamed + ", \"index_settings\": {" + setting + "}}", refusal);
    }
    assertRefused(
        "POST", restore, renamed + ", \"ignore_index_settings\": [\"index.nseek\"]}", refusal);
    call("POST", "/source/_clone/cloned", "{\"settings\": {\"index.number_of_replicas\": 0}}");
    call("POST", restore, renamed + ", \"ignore_index_settings\": [\"index.ns*\", \"*\"]}");
    for (String index : List.of("cloned", "restored")) {
      ensureGreen(index);
      String query =
          "{\"query\": {\"nseek_knn\": {\"field\": \"emb\", \"vector\": [1, 2], \"k\": 1}}}";
      assertEquals(index, List.of("1"), ids(search(index, query)));
    }
    call("DELETE", "/_snapshot/copies/s", null);
  }

  public void testWhatAFieldIsCannotBeChanged() throws IOException {
    createIndex("fixed", "\"dimension\":3", 1, 0);
    assertChangeRefused("\"dimension\":4", "parameter [dimension] from [3] to [4]");
    assertChangeRefused(
        "\"dimension\":3,\"element_type\":\"f16\"", "parameter [element_type] from [f32] to [f16]");
    assertChangeRefused(
        "\"dimension\":3,\"similarity\":\"euclidean\"",
        "parameter [similarity] from [cosine] to [euclidean]");
    assertChangeRefused(
        "\"dimension\":3,\"codes\":false", "parameter [codes] from [true] to [false]");
    assertChangeRefused("\"dimension\":3,\"lsh\":false", "parameter [lsh] from [true] to [false]");
    assertRefused(
        "PUT",
        "/fixed/_mapping",
        "{\"properties\":{\"emb\":{\"type\":\"text\"}}}",
        "cannot be changed from type [nseek_vector] to [text]");
    call(
        "PUT",
        "/fixed/_mapping",
        "{\"properties\":{\"emb\":{\"type\":\"nseek_vector\",\"dimension\":3,"
            + "\"meta\":{\"model\":\"m\"}},\"other\":{\"type\":\"nseek_vector\","
            + "\"dimension\":5,\"element_type\":\"BF16\",\"codes\":false,\"lsh\":false}}}");
    Map<?, ?> mappings = (Map<?, ?>) call("GET", "/fixed/_mapping", null).get("fixed");
    Map<?, ?> properties = (Map<?, ?>) ((Map<?, ?>) mappings.get("mappings")).get("properties");
    assertEquals(
        Map.of("type", "nseek_vector", "dimension", 3, "meta", Map.of("model", "m")),
        properties.get("emb"));
    assertEquals(
        Map.of(
            "type",
            "nseek_vector",
            "dimension",
            5,
            "element_type",
            "bf16",
            "codes",
            false,
            "lsh",
            false),
        properties.get("other"));
  }

  private static void assertChangeRefused(String field, String text) throws IOException {
    assertRefused(
        "PUT",
        "/fixed/_mapping",
        "{\"properties\":{\"emb\":{\"type\":\"nseek_vector\"," + field + "}}}",
        text);
  }

  public void testDocumentsWithoutAVectorDoNotExistForItsField() throws IOException {
    createIndex("sparse", "\"dimension\":2", 1, 0);
    call("PUT", "/sparse/_doc/1", "{\"emb\":[1,2]}");
    call("PUT", "/sparse/_doc/2", "{\"emb\":null}");
    call("PUT", "/sparse/_doc/3?refresh=true", "{\"text\":\"none\"}");
    String exists = "{\"exists\":{\"field\":\"emb\"}}";
    assertEquals(List.of("1"), ids(search("sparse", "{\"query\":" + exists + "}")));
    assertEquals(
        List.of("2", "3"),
        ids(
            search(
                "sparse",
                "{\"query\":{\"bool\":{\"must_not\":" + exists + "}},\"sort\":\"_id\"}")));
    assertEquals(
        List.of("1"),
        ids(
            search(
                "sparse",
                "{\"query\":{\"nseek_knn\":{\"field\":\"emb\",\"vector\":[1,1],\"k\":9}}}")));
  }

  public void testADocumentHasOneVectorOfAField() throws IOException {
    call(
        "PUT",
        "/objects",
        "{\"settings\":{\"index.nseek\":true},\"mappings\":{\"properties\":{\"part\":{"
            + "\"properties\":{\"emb\":{\"type\":\"nseek_vector\",\"dimension\":2}}}}}}");
    assertRefused(
        "PUT",
        "/objects/_doc/1",
        "{\"part\":[{\"emb\":[1,2]},{\"emb\":[3,4]}]}",
        "field \"part.emb\" takes one vector of a document, got another");
  }

  public void testPartsOfNestedDocumentsHaveAVectorEach() throws IOException {
    call(
        "PUT",
        "/nested",
        "{\"settings\":{\"index.nseek\":true,\"number_of_shards\":1},\"mappings\":{\"properties\":"
            + "{\"part\":{\"type\":\"nested\",\"properties\":{\"emb\":{\"type\":\"nseek_vector\","
            + "\"dimension\":2,\"similarity\":\"euclidean\"}}}}}}");
    call("PUT", "/nested/_doc/1", "{\"part\":[{\"emb\":[1,2]},{\"emb\":[30,4]}]}");
    call("PUT", "/nested/_doc/2", "{\"part\":[{\"emb\":[50,50]},{\"emb\":[29,4]}]}");
    call("PUT", "/nested/_doc/3?refresh=true", "{\"part\":[]}");
    Map<String, Object> found =
        search(
            "nested",
            "{\"query\":{\"nested\":{\"path\":\"part\",\"score_mode\":\"max\",\"inner_hits\":{},"
                + "\"query\":{\"nseek_knn\":{\"field\":\"part.emb\",\"vector\":[31,4],\"k\":2}}}}}");
    assertEquals(List.of("1", "2"), ids(found));
    assertEquals(List.of(.5f, .2f), scores(found));
  }

  public void testAWrongElementEndsAtItsArrayWhereMalformedValuesAreIgnored() throws IOException {
    createIndex(
        "lenient", "\"dimension\":2", "\"number_of_shards\":1,\"mapping.ignore_malformed\":true");
    call("PUT", "/lenient/_doc/1?refresh=true", "{\"emb\":[1,\"x\",[3]],\"text\":\"kept\"}");
    assertEquals(
        List.of("1"), ids(search("lenient", "{\"query\":{\"match\":{\"text\":\"kept\"}}}")));
  }

  public void testOtherFieldsAreNotCopiedToVectors() throws IOException {
    cases.otherFieldsAreNotCopiedToVectors();
  }

  public void testFieldsThatNoDocumentIsReadForAreRefused() throws IOException {
    cases.fieldsThatNoDocumentIsReadForAreRefused("flat_object");
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
