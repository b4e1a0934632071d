package org.nseekfs.search;

import java.util.List;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.explain.VectorPart;

/**
 * Which of two documents is nearer to a target, by how much, and which parts of the vectors make
 * the difference; see {@link VectorSimilarityValues#compare}.
 *
 * @param first a document and its raw similarity
 * @param second another
 * @param parts what blocks of elements contribute to {@link #difference}, largest magnitude first;
 *     in double arithmetic, so that they add up to it but for rounding
 */
public record VectorComparison(
    Certificate.Hit first, Certificate.Hit second, List<VectorPart> parts) {

  /** Takes a copy of the list. */
  public VectorComparison {
    parts = List.copyOf(parts);
  }

  /** The document that ranks first: the nearer one, of equally near ones the one of smaller id. */
  public int nearer() {
    if (first.raw() == second.raw()) {
      return Math.min(first.doc(), second.doc());
    }
    return first.raw() > second.raw() ? first.doc() : second.doc();
  }

  /** How much larger the raw similarity of the first is; negative if the second is nearer. */
  public double difference() {
    return Certificate.margin(first.raw(), second.raw());
  }
}
