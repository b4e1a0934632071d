package org.nseekfs.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.IOUtils;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.cli.measure.Neighbour;
import org.nseekfs.quantization.ElementType;

/**
 * Indexes the same vectors as each element type, in memory-mapped files of their own, and compares
 * what they cost and what they find.
 */
final class TypeComparison {

  static final int K = 10;

  private static final int WARMUP = 300;
  private static final int ROUNDS = 3;

  private static final List<ElementType> TYPES =
      List.of(ElementType.F8, ElementType.F16, ElementType.BF16, ElementType.F32, ElementType.F64);

  /**
   * One element type.
   *
   * @param p50 the median of the rounds' medians
   * @param recall of the 10 nearest, against those of f64
   */
  record Figures(
      String type,
      int bytesPerVector,
      long indexBytes,
      @JsonProperty("p50_ms") double p50,
      double recall) {}

  private final VectorSource vectors;
  private final VectorSource queries;

  TypeComparison(VectorSource vectors, VectorSource queries) {
    this.vectors = vectors;
    this.queries = queries;
  }

  /** Vectors indexed, and searches run, altogether. */
  long steps() {
    return TYPES.size() * (vectors.count() + WARMUP + (long) ROUNDS * queries.count());
  }

  /** Measures every type, and runs {@code step} after every vector and search. */
  List<Figures> measure(Runnable step) throws IOException {
    List<TypeIndex> opened = new ArrayList<>();
    try {
      for (ElementType type : TYPES) {
        opened.add(TypeIndex.build(type, vectors, queries, step));
      }
      for (TypeIndex index : opened) {
        index.searches().warmUp(WARMUP, step);
      }
      // One type after the other, again and again: what else the machine does hits them all alike.
      for (int round = 0; round < ROUNDS; round++) {
        for (TypeIndex index : opened) {
          index.measure(step);
        }
      }
      return figures(opened);
    } finally {
      IOUtils.close(opened);
    }
  }

  private List<Figures> figures(List<TypeIndex> opened) throws IOException {
    int[][] truth = docs(opened.getLast());
    List<Figures> figures = new ArrayList<>();
    for (TypeIndex index : opened) {
      figures.add(
          new Figures(
              index.type().label(),
              index.type().rowBytes(vectors.dimension()),
              index.bytes(),
              index.p50(),
              recall(docs(index), truth)));
    }
    return figures;
  }

  /** The documents found for every query, which are rows: each index has one segment. */
  private int[][] docs(TypeIndex index) throws IOException {
    int[][] docs = new int[queries.count()][];
    for (int query = 0; query < docs.length; query++) {
      docs[query] = index.searches().neighbours(query).stream().mapToInt(Neighbour::doc).toArray();
    }
    return docs;
  }

  private static double recall(int[][] found, int[][] truth) {
    long right = 0;
    long all = 0;
    for (int query = 0; query < truth.length; query++) {
      int[] expected = truth[query];
      all += expected.length;
      right +=
          Arrays.stream(found[query])
              .filter(doc -> Arrays.stream(expected).anyMatch(other -> other == doc))
              .count();
    }
    return (double) right / all;
  }
}
