package org.nseekfs.engines.http;

import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * An index of texts and vectors in an engine.
 *
 * @param vectors how they are stored
 * @param dimension of the vectors
 * @param similarityFunction by which they are compared
 * @param shards into which it is divided, without replicas
 */
public record EngineIndex(
    String name,
    Vectors vectors,
    int dimension,
    VectorSimilarityFunction similarityFunction,
    int shards) {

  /** The field of vectors. */
  public static final String VECTOR = "vector";

  /** The field of an entry's words. */
  public static final String WORDS = "words";

  /** The field of what they mean. */
  public static final String GLOSS = "gloss";

  /** How vectors are stored. */
  public enum Vectors {
    /** By our plugin, as f32. */
    NSEEK,
    /** By the engine, to be scored one and all. */
    FLAT,
    /** By the engine, in a graph: M 16, 100 candidates when it is built. */
    HNSW
  }
}
