package org.nseekfs.cli.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.nseekfs.cli.output.TextTable;
import org.nseekfs.cli.search.SearchPlan;
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.LshTopDocs;
import org.nseekfs.search.VectorTopDocs;

/**
 * What a search took, means over searches of one mode.
 *
 * @param documentsScored documents compared
 * @param pruned documents by the label of the stage that pruned them; null for searches to a recall
 *     target, which do not tell
 * @param bytesRead of vectors and codes
 * @param approximation null for exact searches
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchMeans(
    double documentsScored,
    Map<String, Double> pruned,
    double bytesRead,
    @JsonUnwrapped Approximation approximation) {

  /**
   * What searches to a recall target tell besides.
   *
   * @param estimatedRecall the share of the true hits that they expect to have found
   * @param codesRead documents whose sign codes were read
   * @param codesFraction the same, of the documents considered
   * @param bucketsProbed buckets that were read
   * @param fallbacks segments, or parts of them, that were searched exactly
   */
  public record Approximation(
      double estimatedRecall,
      double codesRead,
      double codesFraction,
      double bucketsProbed,
      double fallbacks) {

    private static Approximation of(List<LshTopDocs> found) {
      return new Approximation(
          mean(found, LshTopDocs::estimatedRecall),
          mean(found, LshTopDocs::signCodesRead),
          mean(found, Approximation::codesFraction),
          mean(found, LshTopDocs::bucketsProbed),
          mean(found, LshTopDocs::fallbacks));
    }

    private static double codesFraction(LshTopDocs found) {
      long considered = found.totalHits.value();
      return considered == 0 ? 0 : (double) found.signCodesRead() / considered;
    }

    private Approximation withoutSelf(int others) {
      double recall = SearchPlan.recallOfOthers(estimatedRecall, others);
      return new Approximation(recall, codesRead, codesFraction, bucketsProbed, fallbacks);
    }
  }

  /** The means over at least one search; all are of one mode. */
  static SearchMeans of(List<VectorTopDocs> found) {
    List<CertifiedTopDocs> exact = new ArrayList<>();
    List<LshTopDocs> toTarget = new ArrayList<>();
    for (VectorTopDocs docs : found) {
      switch (docs) {
        case CertifiedTopDocs all -> exact.add(all);
        case LshTopDocs share -> toTarget.add(share);
      }
    }
    return new SearchMeans(
        mean(found, VectorTopDocs::documentsScored),
        exact.isEmpty() ? null : pruned(exact),
        mean(found, VectorTopDocs::bytesRead),
        toTarget.isEmpty() ? null : Approximation.of(toTarget));
  }

  private static Map<String, Double> pruned(List<CertifiedTopDocs> found) {
    Map<String, Double> pruned = new LinkedHashMap<>();
    for (PruneStage stage : PruneStage.values()) {
      pruned.put(stage.label(), mean(found, docs -> docs.documentsPruned(stage)));
    }
    return pruned;
  }

  private static <T> double mean(List<T> found, ToDoubleFunction<T> figure) {
    return found.stream().mapToDouble(figure).average().orElseThrow();
  }

  /** These means of searches that {@link SearchPlan#withSelf} planned: the recall of the others. */
  public SearchMeans withoutSelf(int others) {
    return new SearchMeans(
        documentsScored,
        pruned,
        bytesRead,
        approximation == null ? null : approximation.withoutSelf(others));
  }

  /** Adds a row for every mean. */
  void addTo(TextTable table) {
    table.add("documents scored a query", figure(documentsScored));
    if (pruned != null) {
      pruned.forEach((stage, mean) -> table.add("pruned a query, " + stage, figure(mean)));
    }
    table.add("bytes read a query", figure(bytesRead));
    if (approximation != null) {
      table.add("estimated recall", figure("%.4f", approximation.estimatedRecall()));
      table.add("sign codes read a query", figure(approximation.codesRead()));
      table.add("of the documents considered", figure("%.4f", approximation.codesFraction()));
      table.add("buckets probed a query", figure(approximation.bucketsProbed()));
      table.add("fallbacks a query", figure(approximation.fallbacks()));
    }
  }

  private static String figure(double mean) {
    return figure("%,.1f", mean);
  }

  private static String figure(String format, double mean) {
    return String.format(Locale.ROOT, format, mean);
  }
}
