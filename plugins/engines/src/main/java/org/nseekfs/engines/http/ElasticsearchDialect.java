package org.nseekfs.engines.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Elasticsearch, whose own vectors are {@code dense_vector} fields. */
public final class ElasticsearchDialect extends JsonDialect {

  @Override
  void rivalSettings(ObjectNode settings) {
    // It needs none.
  }

  @Override
  ObjectNode rivalField(EngineIndex index) {
    ObjectNode field =
        object()
            .put("type", "dense_vector")
            .put("dims", index.dimension())
            .put("index", true)
            .put("similarity", similarity(index));
    ObjectNode options = field.putObject("index_options");
    if (index.vectors() == EngineIndex.Vectors.HNSW) {
      options.put("type", "hnsw").put("m", 16).put("ef_construction", 100);
    } else {
      options.put("type", "flat");
    }
    return field;
  }

  private static String similarity(EngineIndex index) {
    return switch (index.similarityFunction()) {
      case EUCLIDEAN -> "l2_norm";
      case DOT_PRODUCT -> "dot_product";
      case COSINE -> "cosine";
      case MAXIMUM_INNER_PRODUCT -> "max_inner_product";
    };
  }

  @Override
  ObjectNode rivalQuery(EngineIndex index, Nearest search) {
    ObjectNode query = object();
    query
        .putObject("knn")
        .put("field", EngineIndex.VECTOR)
        .put("k", search.k())
        .put("num_candidates", Math.max(search.k(), search.candidates()))
        .set("query_vector", array(search.target()));
    return query;
  }
}
