package org.nseekfs.benchmarks.served;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.engines.http.EngineEntry;

/** Vectors to index, and vectors to search for. */
interface EngineVectors {

  /** Vectors to index. */
  int count();

  /** Elements of a vector. */
  int dimension();

  /** By which they are compared. */
  VectorSimilarityFunction similarityFunction();

  /** A vector to index. */
  float[] vector(int row) throws IOException;

  /** Vectors to search for. */
  int queryCount();

  /** A vector to search for. */
  float[] query(int query);

  /** The vectors to index as documents, whose ids are their rows. */
  default Iterator<EngineEntry> entries() {
    return IntStream.range(0, count())
        .mapToObj(
            row -> {
              try {
                return new EngineEntry(Integer.toString(row), null, null, vector(row));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .iterator();
  }

  /** Those of a data set, and the first {@code queries} of its queries. */
  static EngineVectors of(DataSet set, int queries) {
    return new EngineVectors() {
      @Override
      public int count() {
        return set.base().count();
      }

      @Override
      public int dimension() {
        return set.base().dimension();
      }

      @Override
      public VectorSimilarityFunction similarityFunction() {
        return set.function();
      }

      @Override
      public float[] vector(int row) throws IOException {
        return set.base().floatVector(row);
      }

      @Override
      public int queryCount() {
        return queries;
      }

      @Override
      public float[] query(int query) {
        return set.floatQuery(query);
      }
    };
  }

  /** Gaussian ones, of a seed. */
  static EngineVectors random(int count, int dimension, int queries, long seed) {
    float[][] vectors = new float[count + queries][dimension];
    Random random = new Random(seed);
    for (float[] vector : vectors) {
      for (int i = 0; i < dimension; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return new EngineVectors() {
      @Override
      public int count() {
        return count;
      }

      @Override
      public int dimension() {
        return dimension;
      }

      @Override
      public VectorSimilarityFunction similarityFunction() {
        return VectorSimilarityFunction.COSINE;
      }

      @Override
      public float[] vector(int row) {
        return vectors[row];
      }

      @Override
      public int queryCount() {
        return queries;
      }

      @Override
      public float[] query(int query) {
        return vectors[count + query];
      }
    };
  }
}
