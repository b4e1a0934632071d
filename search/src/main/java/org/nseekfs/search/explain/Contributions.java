package org.nseekfs.search.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Explanation;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.search.leaf.RawValues;
import org.nseekfs.search.leaf.StoredVectors;

/**
 * The raw similarity of a target and a document, and what blocks of consecutive elements contribute
 * to it, by plain loops in double: up to 16 blocks of equal length, the last of which may be
 * shorter. They add up to the raw similarity but for rounding, which differs from that of the
 * canonical sum.
 */
public record Contributions(
    String field, QueryVector target, double raw, float score, List<VectorPart> parts) {

  private static final int BLOCKS = 16;

  /** Parts that an explanation shows one by one. */
  private static final int SHOWN = 5;

  /** For the document {@code doc} of a leaf, deleted or not; null if it has no vector. */
  public static Contributions of(
      LeafReaderContext context, String field, QueryVector target, int doc) throws IOException {
    RawValues raws = RawValues.of(context, field, target);
    if (raws == null || !raws.advanceExact(doc)) {
      return null;
    }
    List<VectorPart> parts =
        parts(
            raws.leaf().similarity(),
            target.toDoubles(),
            RowReader.widen(StoredVectors.vector(raws.leaf(), doc)));
    return new Contributions(field, target, raws.raw(), raws.score(), parts);
  }

  private static List<VectorPart> parts(Similarity similarity, double[] target, double[] vector) {
    double divisor =
        similarity == Similarity.COSINE
            ? Math.sqrt(squareNorm(target)) * Math.sqrt(squareNorm(vector))
            : 1;
    int length = Math.ceilDiv(vector.length, BLOCKS);
    return IntStream.range(0, Math.ceilDiv(vector.length, length))
        .map(block -> block * length)
        .mapToObj(
            from -> {
              int to = Math.min(vector.length, from + length);
              return new VectorPart(from, to, sum(similarity, target, vector, from, to) / divisor);
            })
        .toList();
  }

  private static double squareNorm(double[] vector) {
    return sum(Similarity.DOT_PRODUCT, vector, vector, 0, vector.length);
  }

  private static double sum(
      Similarity similarity, double[] target, double[] vector, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      double difference = target[i] - vector[i];
      sum += similarity == Similarity.EUCLIDEAN ? -difference * difference : target[i] * vector[i];
    }
    return sum;
  }

  /** How much more each block contributes here than in {@code other}, of the same target. */
  public List<VectorPart> minus(Contributions other) {
    return IntStream.range(0, parts.size())
        .mapToObj(
            i -> {
              VectorPart part = parts.get(i);
              double difference = part.contribution() - other.parts.get(i).contribution();
              return new VectorPart(part.from(), part.to(), difference);
            })
        .toList();
  }

  /** {@code parts}, those of the largest contributions by magnitude first. */
  public static List<VectorPart> largestFirst(List<VectorPart> parts) {
    return parts.stream()
        .sorted(
            Comparator.comparingDouble((VectorPart part) -> Math.abs(part.contribution()))
                .reversed()
                .thenComparingInt(VectorPart::from))
        .toList();
  }

  /** Explains that a document has no vector. */
  public static Explanation explainNone(String field) {
    return Explanation.noMatch("no vector in field \"" + field + "\"");
  }

  /** Explains the raw similarity, by the parts that contribute most to it. */
  public Explanation explainRaw() {
    return Explanation.match(
        raw,
        "raw similarity of field \"" + field + "\" and " + target + ", computed as sum from:",
        explainParts());
  }

  private List<Explanation> explainParts() {
    List<VectorPart> largest = largestFirst(parts);
    List<Explanation> details = new ArrayList<>();
    for (VectorPart part : largest.subList(0, Math.min(SHOWN, largest.size()))) {
      details.add(
          Explanation.match(
              part.contribution(), "elements " + part.from() + " to " + (part.to() - 1)));
    }
    List<VectorPart> others = largest.subList(details.size(), largest.size());
    if (!others.isEmpty()) {
      details.add(
          Explanation.match(
              others.stream().mapToDouble(VectorPart::contribution).sum(),
              "the other " + others.size() + " parts, which contribute less each"));
    }
    return details;
  }

  /** Explains a score that comes from the raw similarity. */
  public Explanation explainScore(float ofRaw, String reason) {
    return Explanation.match(
        ofRaw, reason + ", computed as score of the similarity from:", explainRaw());
  }
}
