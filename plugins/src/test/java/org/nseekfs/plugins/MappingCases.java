package org.nseekfs.plugins;

import static org.junit.Assert.assertEquals;
import static org.nseekfs.plugins.Answers.hits;
import static org.nseekfs.plugins.Answers.ids;
import static org.nseekfs.plugins.Answers.similarities;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Mappings with vector fields, and documents of such indices. */
public final class MappingCases {

  private final Cluster cluster;

  /** Asks {@code cluster}. */
  public MappingCases(Cluster cluster) {
    this.cluster = cluster;
  }

  public void otherFieldsAreNotCopiedToVectors() throws IOException {
    String refusal =
        "field \"o.text\" must not be copied to vector field \"emb\": values are copied one by one, and"
            + " none is a vector; leave it out of copy_to";
    String text =
        "\"o\":{\"properties\":{\"text\":{\"type\":\"text\",\"copy_to\":[\"all\",\"emb\"]}}}";
    String vector = "\"emb\":{\"type\":\"nseek_vector\",\"dimension\":2}";
    assertFieldsRefused(text + "," + vector, refusal);
    cluster.send("PUT", "/vector-first", index(vector));
    cluster.assertRefused(
        "PUT", "/vector-first/_mapping", "{\"properties\":{" + text + "}}", refusal);
    cluster.send("PUT", "/text-first", index(text));
    cluster.assertRefused(
        "PUT", "/text-first/_mapping", "{\"properties\":{" + vector + "}}", refusal);
  }

  /**
   * A vector field in an object that is not read, or of a type without fields.
   *
   * @param flat what the engine calls such a type
   */
  public void fieldsThatNoDocumentIsReadForAreRefused(String flat) throws IOException {
    assertFieldsRefused(
        "\"o\":{\"type\":\"object\",\"enabled\":false,\"properties\":{\"p\":{\"properties\":{"
            + "\"emb\":{\"type\":\"nseek_vector\",\"dimension\":2}}}}}",
        "vector field \"o.p.emb\" lies in object \"o\", whose enabled is false: no vector would be indexed");
    assertFieldsRefused(
        "\"o\":{\"type\":\""
            + flat
            + "\",\"properties\":{"
            + "\"emb\":{\"type\":\"nseek_vector\",\"dimension\":2}}}",
        "[o]");
  }

  public void optionsOfOtherTypesAreRefused() throws IOException {
    for (String option :
        List.of(
            "null_value", "store", "index", "doc_values", "ignore_malformed", "boost", "norms")) {
      assertFieldsRefused(
          "\"emb\":{\"type\":\"nseek_vector\",\"dimension\":3,\"" + option + "\":true}",
          option,
          "emb");
    }
  }

  private void assertFieldsRefused(String fields, String... texts) throws IOException {
    cluster.assertRefused("PUT", "/refused", index(fields), texts);
  }

  private static String index(String fields) {
    return "{\"settings\":{\"index.nseek\":true,\"number_of_shards\":1,\"number_of_replicas\":0},"
        + "\"mappings\":{\"properties\":{"
        + fields
        + "}}}";
  }

  public void dynamicTemplatesMakeVectorFields() throws IOException {
    cluster.send(
        "PUT",
        "/dynamic",
        "{\"settings\":{\"index.nseek\":true},\"mappings\":{\"dynamic_templates\":[{\"vectors\":{"
            + "\"match\":\"*_emb\",\"mapping\":{\"type\":\"nseek_vector\",\"dimension\":2}}}]}}");
    cluster.send("PUT", "/dynamic/_doc/1?refresh=true", "{\"a_emb\":[1,2]}");
    String query = "{\"query\":{\"nseek_knn\":{\"field\":\"a_emb\",\"vector\":[1,2],\"k\":1}}}";
    assertEquals(List.of("1"), ids(cluster.search("dynamic", query)));
    cluster.assertRefused(
        "PUT", "/dynamic/_doc/2", "{\"a_emb\":[1,2,3]}", "must have dimension 2, got 3");
  }

  public void documentsHaveOneVectorOfWhatNestedObjectsIncludeInThem() throws IOException {
    for (String include : List.of("include_in_parent", "include_in_root")) {
      String path = "/" + include.replace('_', '-');
      cluster.send(
          "PUT",
          path,
          index(
              "\"part\":{\"type\":\"nested\",\""
                  + include
                  + "\":true,\"properties\":{\"emb\":{\"type\":\"nseek_vector\",\"dimension\":2}}}"));
      cluster.send("PUT", path + "/_doc/1?refresh=true", "{\"part\":[{\"emb\":[1,2]},{\"n\":1}]}");
      cluster.assertRefused(
          "PUT",
          path + "/_doc/2",
          "{\"part\":[{\"emb\":[1,2]},{\"emb\":[3,4]}]}",
          "field \"part.emb\" takes one vector of a document, got another");
      String similarity =
          "{\"ext\":{\"nseek_similarity\":{\"field\":\"part.emb\",\"vector\":[1,2]}}}";
      Map<String, Object> found = cluster.search(path.substring(1), similarity);
      assertEquals(List.of("1"), ids(found));
      assertEquals(1, similarities(found).get(0), 1e-6);
    }
  }

  public void similaritiesOfNestedObjectsAreThoseOfInnerHits() throws IOException {
    cluster.send(
        "PUT",
        "/inner",
        index(
            "\"part\":{\"type\":\"nested\",\"properties\":{\"emb\":{\"type\":\"nseek_vector\","
                + "\"dimension\":2,\"similarity\":\"euclidean\"}}}"));
    cluster.send(
        "PUT", "/inner/_doc/1?refresh=true", "{\"part\":[{\"emb\":[1,2]},{\"emb\":[3,2]}]}");
    String similarity = "\"ext\":{\"nseek_similarity\":{\"field\":\"part.emb\",\"vector\":[1,2]}}}";
    cluster.assertRefused(
        "POST",
        "/inner/_search",
        "{" + similarity,
        "field \"part.emb\" lies in nested objects: nseek_similarity is that of inner_hits of a nested"
            + " query of path \"part\"");
    Map<String, Object> found =
        cluster.search(
            "inner",
            "{\"query\":{\"nested\":{\"path\":\"part\",\"inner_hits\":{},\"query\":{"
                + "\"nseek_score\":{\"field\":\"part.emb\",\"vector\":[1,2]}}}},"
                + similarity);
    Map<?, ?> inner = (Map<?, ?>) hits(found).get(0).get("inner_hits");
    @SuppressWarnings("unchecked")
    Map<String, Object> parts = (Map<String, Object>) inner.get("part");
    assertEquals(List.of(0.0, -4.0), similarities(parts));
  }

  public void theNearestPartsAreOfAsManyDocumentsAsAreAskedFor() throws IOException {
    cluster.send(
        "PUT",
        "/parents",
        index(
            "\"part\":{\"type\":\"nested\",\"properties\":{\"emb\":{\"type\":\"nseek_vector\","
                + "\"dimension\":2,\"similarity\":\"euclidean\"}}}"));
    cluster.send(
        "PUT", "/parents/_doc/1", "{\"part\":[{\"emb\":[1,2]},{\"emb\":[1,3]},{\"emb\":[1,4]}]}");
    cluster.send(
        "PUT", "/parents/_doc/2?refresh=true", "{\"part\":[{\"emb\":[50,50]},{\"emb\":[9,2]}]}");
    String nearest =
        "{\"query\":{\"nested\":{\"path\":\"part\",\"query\":{\"nseek_knn\":{\"field\":\"part.emb\","
            + "\"vector\":[1,2],\"k\":2,\"mode\":\"MODE\"}}}}}";
    for (String mode : List.of("exact", "auto")) {
      assertEquals(
          mode, List.of("1", "2"), ids(cluster.search("parents", nearest.replace("MODE", mode))));
    }
    cluster.assertRefused(
        "POST",
        "/parents/_search",
        nearest.replace("MODE", "lsh"),
        "field \"part.emb\" lies in nested objects: mode must be exact or auto, got lsh");
  }
}
