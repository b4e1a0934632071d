package org.nseekfs.search.verify;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.search.IndexSearcher;
import org.nseekfs.search.ExactVectorQuery;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.leaf.VectorLeaves;
import org.nseekfs.search.verify.Discrepancy.Kind;

/**
 * Checks a certificate against index and query, with nothing of what made it: vectors are read one
 * by one through Lucene's own interface, whatever the format of a segment, and scored by plain
 * loops. Takes as long as that takes. Before that, files are held against their footers: figures
 * that fit damaged files would prove nothing.
 *
 * <p>Read again: similarity function and element types. Computed again: the documents considered,
 * the ranking, the bits of raw values, the k-th raw value, the margins. Each certified raw value is
 * also held against a loop in double, by the inequalities of {@link RawError}. Checked to balance:
 * scored and pruned documents make up the considered ones, in numbers that do not wrap round, and
 * every hit is a scored one; the largest pruned bound is below the k-th raw value, or below the
 * radius, so nothing may be pruned where neither exists. All else (stages, bound, foreign segments)
 * is guarded by the digest alone, which is compared last.
 */
public final class CertificateChecker {

  private final Certificate certificate;
  private final Discrepancies found = new Discrepancies();

  private CertificateChecker(Certificate certificate) {
    this.certificate = certificate;
  }

  /**
   * All that is wrong with {@code certificate} as an answer to {@code query}; empty if nothing is.
   * Reads every file of the index from end to end.
   *
   * @param searcher of the commit that was searched
   * @throws IllegalArgumentException as {@link ExactVectorQuery#search}
   * @throws org.apache.lucene.index.CorruptIndexException as {@link SummedFiles#sum}; nothing can
   *     be said of the certificate then
   */
  public static List<Discrepancy> check(
      IndexSearcher searcher, ExactVectorQuery query, Certificate certificate) throws IOException {
    return check(searcher, query, certificate, new SummedFiles());
  }

  /** The same, but of the index only files are read that have not been summed. */
  public static List<Discrepancy> check(
      IndexSearcher searcher, ExactVectorQuery query, Certificate certificate, SummedFiles files)
      throws IOException {
    files.sum(searcher.getIndexReader());
    CertificateChecker checker = new CertificateChecker(certificate);
    checker.checkAsked(query);
    checker.checkVectors(
        VectorLeaves.find(searcher.getIndexReader(), query.getField(), query.getTarget()));
    checker.checkAnswer(Recomputed.of(searcher, query, certificate.answer().ranking()));
    checker.checkBalance();
    checker.expect(Kind.DIGEST, certificate.computeDigest(), certificate.digest());
    return checker.found.toList();
  }

  private void expect(Kind kind, Object expected, Object actual) {
    expect(kind, Discrepancy.NO_RANK, expected, actual);
  }

  private void expect(Kind kind, int rank, Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      report(kind, rank, expected, actual);
    }
  }

  private void report(Kind kind, int rank, Object expected, Object actual) {
    found.add(new Discrepancy(kind, rank, String.valueOf(expected), String.valueOf(actual)));
  }

  private void checkAsked(ExactVectorQuery query) {
    Certificate.Asked expected = query.asked();
    Certificate.Asked actual = certificate.asked();
    expect(Kind.FIELD, expected.field(), actual.field());
    expect(Kind.FILTER, expected.filter(), actual.filter());
    expect(Kind.K, expected.k(), actual.k());
    expect(Kind.MIN_RAW, expected.minRaw(), actual.minRaw());
  }

  private void checkVectors(VectorLeaves leaves) {
    Certificate.Vectors vectors = certificate.vectors();
    expect(Kind.SIMILARITY, leaves.similarityFunction(), vectors.similarityFunction());
    expect(Kind.TYPE, leaves.elementTypes(), vectors.elementTypes());
  }

  private void checkAnswer(Recomputed truth) {
    expect(Kind.CONSIDERED, truth.considered(), certificate.pruning().considered());
    List<Certificate.Hit> actual = certificate.answer().ranking();
    List<Certificate.Hit> expected = truth.answer().ranking();
    expect(Kind.HITS, expected.size(), actual.size());
    for (int rank = 0; rank < Math.min(expected.size(), actual.size()); rank++) {
      expect(Kind.DOCUMENT, rank, expected.get(rank).doc(), actual.get(rank).doc());
    }
    for (int rank = 0; rank < actual.size(); rank++) {
      checkRaw(rank, actual.get(rank), truth.certified().get(actual.get(rank).doc()));
    }
    expect(Kind.KTH_RAW, truth.answer().kthRaw(), certificate.answer().kthRaw());
    checkMargins(truth.answer().margins(), certificate.answer().margins());
  }

  /**
   * Checks the raw value of a hit against its own document, whether it belongs here or not.
   *
   * @param own null if the document was not considered at all
   */
  private void checkRaw(int rank, Certificate.Hit hit, Recomputed.Scored own) {
    if (own == null) {
      report(Kind.RAW_BITS, rank, "none: the document is not considered", hit.raw());
      return;
    }
    expect(Kind.RAW_BITS, rank, own.raw(), hit.raw());
    if (!own.admits(hit.raw())) {
      report(Kind.RAW_ERROR, rank, "about " + own.raw(), hit.raw());
    }
  }

  private void checkMargins(List<Double> expected, List<Double> actual) {
    if (expected.size() != actual.size()) {
      expect(Kind.MARGIN, expected.size() + " margins", actual.size() + " margins");
      return;
    }
    for (int rank = 0; rank < expected.size(); rank++) {
      expect(Kind.MARGIN, rank, expected.get(rank), actual.get(rank));
    }
  }

  private void checkBalance() {
    Certificate.Pruning pruning = certificate.pruning();
    boolean isNegative = pruning.pruned().values().stream().anyMatch(count -> count < 0);
    // Longs would wrap round.
    BigInteger sum =
        pruning.pruned().values().stream()
            .map(BigInteger::valueOf)
            .reduce(BigInteger.valueOf(pruning.scored()), BigInteger::add);
    int hits = certificate.answer().ranking().size();
    if (isNegative
        || pruning.scored() < hits
        || !sum.equals(BigInteger.valueOf(pruning.considered()))) {
      report(
          Kind.BALANCE,
          Discrepancy.NO_RANK,
          pruning.considered() + " considered documents, of them " + hits + " hits scored",
          pruning.scored() + " scored and " + pruning.pruned() + " pruned");
    }
    checkPrunedBound(pruning);
  }

  /** There is a bound, and it is below every hit, exactly if anything was pruned. */
  private void checkPrunedBound(Certificate.Pruning pruning) {
    double bound = pruning.largestBound();
    if (pruning.pruned().values().stream().allMatch(count -> count == 0)) {
      expect(Kind.PRUNED_BOUND, Double.NEGATIVE_INFINITY, bound);
      return;
    }
    double limit = Math.max(certificate.answer().kthRaw(), certificate.asked().minRaw());
    if (!(bound < limit && bound > Double.NEGATIVE_INFINITY)) {
      report(Kind.PRUNED_BOUND, Discrepancy.NO_RANK, "finite and below " + limit, bound);
    }
  }
}
