package org.nseekfs.search;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Renders a certificate as {@link Certificate#computeDigest} says and hashes that. */
final class CertificateDigest {

  private final StringBuilder text = new StringBuilder();

  private CertificateDigest() {}

  static String of(Certificate certificate) {
    CertificateDigest digest = new CertificateDigest();
    digest.asked(certificate.asked());
    digest.vectors(certificate.vectors());
    digest.pruning(certificate.pruning());
    digest.answer(certificate.answer());
    return digest.hash();
  }

  private void asked(Certificate.Asked asked) {
    line("field", text(asked.field()));
    line("filter", asked.filter() == null ? "" : text(asked.filter()));
    line("k", asked.k());
    line("minRaw", bits(asked.minRaw()));
  }

  private void vectors(Certificate.Vectors vectors) {
    line("similarityFunction", Objects.toString(vectors.similarityFunction(), ""));
    list("elementTypes", vectors.elementTypes(), Enum::name);
    list("foreignSegments", vectors.foreignSegments(), CertificateDigest::text);
  }

  private void pruning(Certificate.Pruning pruning) {
    line("considered", pruning.considered());
    line("scored", pruning.scored());
    list(
        "pruned",
        List.copyOf(pruning.pruned().entrySet()),
        stage -> stage.getKey().name() + " " + stage.getValue());
    line("boundKind", text(pruning.boundKind()));
    line("largestBound", bits(pruning.largestBound()));
  }

  private void answer(Certificate.Answer answer) {
    list("ranking", answer.ranking(), hit -> hit.doc() + " " + bits(hit.raw()));
    line("kthRaw", bits(answer.kthRaw()));
    list("margins", answer.margins(), CertificateDigest::bits);
  }

  private void line(String name, Object value) {
    text.append(name).append('=').append(value).append('\n');
  }

  private <T> void list(String name, List<T> elements, Function<T, String> rendering) {
    line(name, elements.size());
    for (T element : elements) {
      text.append(rendering.apply(element)).append('\n');
    }
  }

  private static String text(String value) {
    return value.length() + ":" + value;
  }

  private static String bits(double value) {
    return HexFormat.of().toHexDigits(Double.doubleToLongBits(value));
  }

  private String hash() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha256.digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
