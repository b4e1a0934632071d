package org.nseekfs.benchmarks.recall;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.cli.file.VectorFile;

/**
 * Vectors and queries: made, or those of a directory.
 *
 * @param kind null if they are in a directory
 * @param directory null if they are made
 */
record CaseData(VectorKind kind, Path directory, Lengths lengths, Targets targets) {

  static CaseData of(VectorKind kind) {
    return new CaseData(kind, null, Lengths.EQUAL, Targets.ALIKE);
  }

  static CaseData of(Path directory) {
    return new CaseData(null, directory, Lengths.EQUAL, Targets.ALIKE);
  }

  CaseData with(Lengths other) {
    return new CaseData(kind, directory, other, targets);
  }

  CaseData with(Targets other) {
    return new CaseData(kind, directory, lengths, other);
  }

  String label() {
    return kind == null ? directory.getFileName().toString() : kind.label();
  }

  /** Vectors and queries. */
  record Vectors(float[][] base, float[][] queries) {}

  /** As many of each as the sample wants, or as many as there are. */
  Vectors make(Sample sample) throws IOException {
    int count = sample.count();
    int queryCount = sample.queries();
    Random random = sample.randomOfData();
    float[][] base;
    float[][] queries;
    if (kind == null) {
      base = read(directory.resolve(DataSet.BASE), count);
      queries = read(directory.resolve(DataSet.QUERIES), queryCount);
    } else {
      base = new float[count][];
      queries = new float[queryCount][];
      VectorKind.Source source = kind.source(random);
      for (int i = 0; i < count; i++) {
        base[i] = source.vector((double) i / count);
      }
      for (int i = 0; i < queryCount; i++) {
        queries[i] = source.vector((double) i / queryCount);
      }
    }
    for (float[] vector : base) {
      multiply(vector, lengths.next(random));
    }
    for (float[] query : queries) {
      multiply(query, lengths.next(random));
    }
    for (int i = 0; i < queries.length; i++) {
      queries[i] = targets.next(queries[i], queries[(i + 1) % queries.length], random);
    }
    return new Vectors(base, queries);
  }

  private static void multiply(float[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= (float) factor;
    }
  }

  private static float[][] read(Path path, int count) throws IOException {
    try (VectorFile file = VectorFile.open(path)) {
      float[][] vectors = new float[Math.min(count, file.count())][];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = file.floatVector(i);
      }
      return vectors;
    }
  }
}
