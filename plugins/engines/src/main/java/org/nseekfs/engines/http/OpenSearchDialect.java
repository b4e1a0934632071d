package org.nseekfs.engines.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * OpenSearch, whose own vectors are {@code knn_vector} fields of its k-NN plugin: graphs by Lucene,
 * or a script that scores every vector.
 */
public final class OpenSearchDialect extends JsonDialect {

  @Override
  void rivalSettings(ObjectNode settings) {
    settings.put("index.knn", true);
  }

  @Override
  ObjectNode rivalField(EngineIndex index) {
    ObjectNode field = object().put("type", "knn_vector").put("dimension", index.dimension());
    ObjectNode method =
        field
            .putObject("method")
            .put("name", "hnsw")
            .put("engine", "lucene")
            .put("space_type", space(index));
    method.putObject("parameters").put("m", 16).put("ef_construction", 100);
    return field;
  }

  private static String space(EngineIndex index) {
    return switch (index.similarityFunction()) {
      case EUCLIDEAN -> "l2";
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> "innerproduct";
      case COSINE -> "cosinesimil";
    };
  }

  @Override
  ObjectNode rivalQuery(EngineIndex index, Nearest search) {
    return index.vectors() == EngineIndex.Vectors.HNSW ? graph(search) : script(index, search);
  }

  private static ObjectNode graph(Nearest search) {
    ObjectNode query = object();
    ObjectNode knn =
        query
            .putObject("knn")
            .putObject(EngineIndex.VECTOR)
            .put("k", search.k())
            .set("vector", array(search.target()));
    knn.putObject("method_parameters").put("ef_search", Math.max(search.k(), search.candidates()));
    return query;
  }

  private static ObjectNode script(EngineIndex index, Nearest search) {
    ObjectNode query = object();
    ObjectNode scored = query.putObject("script_score");
    scored.putObject("query").putObject("match_all");
    ObjectNode parameters =
        scored
            .putObject("script")
            .put("lang", "knn")
            .put("source", "knn_score")
            .putObject("params")
            .put("field", EngineIndex.VECTOR)
            .put("space_type", space(index));
    parameters.set("query_value", array(search.target()));
    return query;
  }
}
