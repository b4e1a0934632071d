package org.nseekfs.cli.proof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.audit.AuditRecord;
import org.nseekfs.search.audit.AuditedCommit;
import org.nseekfs.search.audit.DecisionMargin;
import org.nseekfs.search.certificate.Certificate;

/**
 * A figure of a certificate or an audit record, for people.
 *
 * @param certified what the certificate says
 * @param checked how that is checked
 */
record CertifiedFigure(String figure, String certified, String checked) {

  private static final String NONE = "none";

  /** All that {@code certificate} says, in the order in which it is checked. */
  public static List<CertifiedFigure> of(Certificate certificate) {
    Certificate.Pruning pruning = certificate.pruning();
    Certificate.Answer answer = certificate.answer();
    return List.of(
        new CertifiedFigure("documents considered", count(pruning.considered()), "counted again"),
        new CertifiedFigure("hits", count(answer.ranking().size()), "found again"),
        new CertifiedFigure(
            "raw values", raws(answer), "bits computed again, and held against double"),
        new CertifiedFigure("k-th raw value", number(answer.kthRaw()), "computed again"),
        new CertifiedFigure("smallest margin", smallest(answer.margins()), "all computed again"),
        new CertifiedFigure(
            "scored + pruned",
            count(pruning.scored()) + " + " + count(pruning.prunedDocuments()),
            "make up those considered"),
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
    figures.add(new CertifiedFigure("segments", count(commit.segments().size()), "read again"));
    figures.add(new CertifiedFigure("checksums of files", count(files), "summed again"));
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

  private static String count(long documents) {
    return String.format(Locale.ROOT, "%,d", documents);
  }

  private static String number(double value) {
    return value == Double.NEGATIVE_INFINITY ? NONE : Double.toString(value);
  }

  private static String raws(Certificate.Answer answer) {
    return answer.ranking().isEmpty()
        ? NONE
        : answer.ranking().getFirst().raw() + " to " + answer.ranking().getLast().raw();
  }

  private static String smallest(List<Double> margins) {
    return margins.isEmpty() ? NONE : Double.toString(Collections.min(margins));
  }

  private static String stages(Certificate.Pruning pruning) {
    return pruning.pruned().entrySet().stream()
        .map(stage -> stage.getKey().label() + " " + count(stage.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String types(Certificate.Vectors vectors) {
    return vectors.elementTypes().stream()
        .map(ElementType::label)
        .collect(Collectors.joining(", "));
  }
}
