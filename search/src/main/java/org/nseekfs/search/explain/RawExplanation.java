package org.nseekfs.search.explain;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.Explanation;
import org.nseekfs.quantization.QueryVector;

/** Explains the raw similarity of a target and a document, and what comes of it. */
public final class RawExplanation {

  /** Parts that are shown one by one. */
  private static final int SHOWN = 5;

  private RawExplanation() {}

  /** The document has no vector. */
  public static Explanation noVector(String field) {
    return Explanation.noMatch("no vector in field \"" + field + "\"");
  }

  /** The raw similarity, by the parts that contribute most to it. */
  public static Explanation raw(Contributions contributions, String field, QueryVector target) {
    return Explanation.match(
        contributions.raw(),
        "raw similarity of field \"" + field + "\" and " + target + ", computed as sum from:",
        explain(contributions.parts()));
  }

  private static List<Explanation> explain(List<VectorPart> parts) {
    List<VectorPart> largest = Contributions.largestFirst(parts);
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

  /** A score that comes from an explained raw similarity. */
  public static Explanation score(float score, String reason, Explanation raw) {
    return Explanation.match(score, reason + ", computed as score of the similarity from:", raw);
  }
}
