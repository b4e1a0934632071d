package org.nseekfs.cli.proof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.audit.AuditRecord;
import org.nseekfs.search.audit.AuditedCommit;
import org.nseekfs.search.audit.DecisionMargin;
import org.nseekfs.search.certificate.Certificate;

/**
 * A figure of a certificate or an audit record.
 *
 * @param certified what the certificate says: a number, several, or words; null if there is none
 * @param checked how that is checked
 */
record CertifiedFigure(String figure, Object certified, String checked) {

  private static final String NONE = "none";

  /** All that {@code certificate} says, in the order in which it is checked. */
  public static List<CertifiedFigure> of(Certificate certificate) {
    Certificate.Pruning pruning = certificate.pruning();
    Certificate.Answer answer = certificate.answer();
    return List.of(
        new CertifiedFigure("documents considered", pruning.considered(), "counted again"),
        new CertifiedFigure("hits", (long) answer.ranking().size(), "found again"),
        new CertifiedFigure(
            "raw values", raws(answer), "bits computed again, and held against double"),
        new CertifiedFigure("k-th raw value", number(answer.kthRaw()), "computed again"),
        new CertifiedFigure("smallest margin", smallest(answer.margins()), "all computed again"),
        new CertifiedFigure("scored", pruning.scored(), "with those pruned, all considered"),
        new CertifiedFigure(
            "pruned", pruning.prunedDocuments(), "with those scored, all considered"),
        new CertifiedFigure(
            "largest pruned bound", number(pruning.largestBound()), "below the k-th raw value"),
        new CertifiedFigure("pruned by", stages(pruning), "by the digest only"),
        new CertifiedFigure("bound", pruning.boundKind(), "by the digest only"),
        new CertifiedFigure("types", types(certificate.vectors()), "read again"));
  }

  /** All that {@code audit} says, in the order in which it is replayed. */
  public static List<CertifiedFigure> of(AuditRecord audit) {
    AuditedCommit commit = audit.commit();
    long files = commit.segments().stream().mapToLong(it -> it.checksums().size()).sum();
    List<CertifiedFigure> figures = new ArrayList<>();
    figures.add(
        new CertifiedFigure("nseekfs", audit.software().nseekfs(), "held against what runs"));
    figures.add(new CertifiedFigure("lucene", audit.software().lucene(), "held against what runs"));
    figures.add(
        new CertifiedFigure(
            "commit", "generation " + commit.generation() + ", " + commit.id(), "read again"));
    figures.add(new CertifiedFigure("segments", (long) commit.segments().size(), "read again"));
    figures.add(new CertifiedFigure("checksums of files", files, "summed again"));
    DecisionMargin margin = audit.proof().decisionMargin();
    if (margin != null) {
      figures.add(
          new CertifiedFigure("nearest stays within", number(margin.first()), "computed again"));
      figures.add(
          new CertifiedFigure("hits stay within", number(margin.members()), "computed again"));
    }
    figures.addAll(of(audit.proof().certificate()));
    return figures;
  }

  /** The figure as a table shows it. */
  String cell() {
    return cell(certified);
  }

  private static String cell(Object value) {
    return switch (value) {
      case null -> NONE;
      case Long count -> String.format(Locale.ROOT, "%,d", count);
      case Map<?, ?> counts ->
          counts.entrySet().stream()
              .map(count -> count.getKey() + " " + cell(count.getValue()))
              .collect(Collectors.joining(", "));
      case List<?> ends -> cell(ends.getFirst()) + " to " + cell(ends.getLast());
      default -> value.toString();
    };
  }

  /** Null if there is no such value. */
  private static Double number(double value) {
    return value == Double.NEGATIVE_INFINITY ? null : Double.valueOf(value);
  }

  /** The first and the last; null if there is no hit. */
  private static List<Double> raws(Certificate.Answer answer) {
    return answer.ranking().isEmpty()
        ? null
        : List.of(answer.ranking().getFirst().raw(), answer.ranking().getLast().raw());
  }

  private static Double smallest(List<Double> margins) {
    return margins.isEmpty() ? null : Collections.min(margins);
  }

  private static Map<String, Long> stages(Certificate.Pruning pruning) {
    Map<String, Long> stages = new LinkedHashMap<>();
    pruning.pruned().forEach((stage, count) -> stages.put(stage.label(), count));
    return stages;
  }

  private static String types(Certificate.Vectors vectors) {
    return vectors.elementTypes().stream()
        .map(ElementType::label)
        .collect(Collectors.joining(", "));
  }
}
