package org.nseekfs.search.certificate;

import static org.nseekfs.search.certificate.DigestLines.bits;
import static org.nseekfs.search.certificate.DigestLines.text;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.quantization.ElementType;

/**
 * What a complete search found, what it did for that, and why nothing else can be a hit. Plain
 * values, to be written and read by any means; {@link org.nseekfs.search.verify.CertificateChecker}
 * checks them.
 *
 * <p>Three kinds of content: what can be computed again from index and query ({@link Asked}, {@link
 * Answer}, the documents considered); what must balance ({@link Pruning#scored} and {@link
 * Pruning#pruned} add up to the considered ones, {@link Pruning#largestBound} is below every hit's
 * raw value); and what depends on how threads met, the split among stages for one, which only the
 * digest guards. The digest shows damage; it is no signature.
 *
 * @param digest see {@link #computeDigest}
 */
public record Certificate(
    Asked asked, Vectors vectors, Pruning pruning, Answer answer, String digest) {

  /**
   * What was asked for: the {@code k} nearest documents among those with a raw value of at least
   * {@code minRaw}.
   *
   * @param filter its text; null if every document may be a hit
   * @param k {@link Integer#MAX_VALUE} if all of them
   * @param minRaw negative infinity if no document is too far
   */
  public record Asked(String field, String filter, int k, double minRaw) {

    private void digest(DigestLines lines) {
      lines.line("field", text(field));
      lines.line("filter", filter == null ? "" : text(filter));
      lines.line("k", k);
      lines.line("minRaw", bits(minRaw));
    }
  }

  /**
   * The vectors searched.
   *
   * @param similarityFunction null if no segment has vectors of the field
   * @param elementTypes of all segments with vectors of the field, each once, in the order of the
   *     constants
   * @param foreignSegments names of segments in other formats
   */
  public record Vectors(
      VectorSimilarityFunction similarityFunction,
      List<ElementType> elementTypes,
      List<String> foreignSegments) {

    /** Takes copies of the lists. */
    public Vectors {
      elementTypes = List.copyOf(elementTypes);
      foreignSegments = List.copyOf(foreignSegments);
    }

    private void digest(DigestLines lines) {
      lines.line("similarityFunction", Objects.toString(similarityFunction, ""));
      lines.list("elementTypes", elementTypes, Enum::name);
      lines.list("foreignSegments", foreignSegments, DigestLines::text);
    }
  }

  /**
   * What became of the documents.
   *
   * @param considered documents that are live, accepted by the filter and have a vector
   * @param scored of them, those whose stored vectors were scored
   * @param pruned of them, those that bounds excluded, by stage
   * @param boundKind what bounded raw values
   * @param largestBound of a pruned document; negative infinity if there is none
   */
  public record Pruning(
      long considered,
      long scored,
      Map<PruneStage, Long> pruned,
      String boundKind,
      double largestBound) {

    /** Takes a copy of the map, with 0 for stages that are missing. */
    public Pruning {
      Map<PruneStage, Long> all = new EnumMap<>(PruneStage.class);
      for (PruneStage stage : PruneStage.values()) {
        all.put(stage, pruned.getOrDefault(stage, 0L));
      }
      pruned = Collections.unmodifiableMap(all);
    }

    /** Documents pruned by any stage. */
    public long prunedDocuments() {
      return pruned.values().stream().mapToLong(Long::longValue).sum();
    }

    private void digest(DigestLines lines) {
      lines.line("considered", considered);
      lines.line("scored", scored);
      lines.list(
          "pruned", pruned.entrySet(), stage -> stage.getKey().name() + " " + stage.getValue());
      lines.line("boundKind", text(boundKind));
      lines.line("largestBound", bits(largestBound));
    }
  }

  /**
   * The hits.
   *
   * @param ranking nearest first, equally near ones by document id
   * @param kthRaw the raw value of the k-th; negative infinity if there are fewer
   * @param margins how much larger each raw value is than the next, by subtraction of doubles; 0
   *     for equal ones, infinite ones too
   */
  public record Answer(List<Hit> ranking, double kthRaw, List<Double> margins) {

    /** Takes copies of the lists. */
    public Answer {
      ranking = List.copyOf(ranking);
      margins = List.copyOf(margins);
    }

    /** The answer that {@code ranking} is to a question for {@code k} documents. */
    public static Answer of(List<Hit> ranking, int k) {
      Double[] margins = new Double[Math.max(0, ranking.size() - 1)];
      for (int rank = 0; rank < margins.length; rank++) {
        margins[rank] = margin(ranking.get(rank).raw, ranking.get(rank + 1).raw);
      }
      double kthRaw =
          ranking.size() < k ? Double.NEGATIVE_INFINITY : ranking.get(ranking.size() - 1).raw;
      return new Answer(ranking, kthRaw, List.of(margins));
    }

    private void digest(DigestLines lines) {
      lines.list("ranking", ranking, hit -> hit.doc() + " " + bits(hit.raw()));
      lines.line("kthRaw", bits(kthRaw));
      lines.list("margins", margins, DigestLines::bits);
    }
  }

  /** A document and its raw similarity. */
  public record Hit(int doc, double raw) {}

  /** How much larger {@code raw} is than {@code other}: 0 if they are equal, infinite or not. */
  public static double margin(double raw, double other) {
    return raw == other ? 0 : raw - other;
  }

  /** A certificate that bears its own digest. */
  public static Certificate sealed(Asked asked, Vectors vectors, Pruning pruning, Answer answer) {
    String digest = new Certificate(asked, vectors, pruning, answer, "").computeDigest();
    return new Certificate(asked, vectors, pruning, answer, digest);
  }

  /**
   * SHA-256, in lower-case hexadecimal, over the UTF-8 bytes of everything but {@link #digest} (a
   * lone surrogate has the three bytes that UTF-8 would have if it allowed them): a line {@code
   * name=value} for each component in the order of declaration, ended by a line feed.
   *
   * <p>Numbers are decimal, doubles the 16 hexadecimal digits of their bits, enum constants their
   * names, absent texts empty; a text is preceded by its length in UTF-16 units and a colon, a list
   * by its length, each element in a line of its own. A hit is its document, a space, its raw
   * value.
   */
  public String computeDigest() {
    DigestLines lines = new DigestLines();
    asked.digest(lines);
    vectors.digest(lines);
    pruning.digest(lines);
    answer.digest(lines);
    return lines.hash();
  }
}
