package org.nseekfs.search.certificate;

import static org.nseekfs.search.certificate.DigestLines.bits;
import static org.nseekfs.search.certificate.DigestLines.text;

import java.util.Objects;

/** Renders a certificate as {@link Certificate#computeDigest} says and hashes that. */
final class CertificateDigest {

  private final DigestLines lines = new DigestLines();

  private CertificateDigest() {}

  static String of(Certificate certificate) {
    CertificateDigest digest = new CertificateDigest();
    digest.asked(certificate.asked());
    digest.vectors(certificate.vectors());
    digest.pruning(certificate.pruning());
    digest.answer(certificate.answer());
    return digest.lines.hash();
  }

  private void asked(Certificate.Asked asked) {
    lines.line("field", text(asked.field()));
    lines.line("filter", asked.filter() == null ? "" : text(asked.filter()));
    lines.line("k", asked.k());
    lines.line("minRaw", bits(asked.minRaw()));
  }

  private void vectors(Certificate.Vectors vectors) {
    lines.line("similarityFunction", Objects.toString(vectors.similarityFunction(), ""));
    lines.list("elementTypes", vectors.elementTypes(), Enum::name);
    lines.list("foreignSegments", vectors.foreignSegments(), DigestLines::text);
  }

  private void pruning(Certificate.Pruning pruning) {
    lines.line("considered", pruning.considered());
    lines.line("scored", pruning.scored());
    lines.list(
        "pruned",
        pruning.pruned().entrySet(),
        stage -> stage.getKey().name() + " " + stage.getValue());
    lines.line("boundKind", text(pruning.boundKind()));
    lines.line("largestBound", bits(pruning.largestBound()));
  }

  private void answer(Certificate.Answer answer) {
    lines.list("ranking", answer.ranking(), hit -> hit.doc() + " " + bits(hit.raw()));
    lines.line("kthRaw", bits(answer.kthRaw()));
    lines.list("margins", answer.margins(), DigestLines::bits);
  }
}
