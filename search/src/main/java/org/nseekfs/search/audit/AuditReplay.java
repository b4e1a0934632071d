package org.nseekfs.search.audit;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.lucene.search.IndexSearcher;
import org.nseekfs.search.ExactVectorQuery;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.verify.CertificateChecker;
import org.nseekfs.search.verify.Discrepancies;
import org.nseekfs.search.verify.Discrepancy;
import org.nseekfs.search.verify.Discrepancy.Kind;
import org.nseekfs.search.verify.SummedFiles;

/**
 * Runs an audited search again and says what differs: versions, commit, segments, checksums, the
 * answer of the search, its decision margin, digests, and all that {@link CertificateChecker},
 * which does not trust the search, finds wrong with the certificate. What the record has must be
 * what is found now, bit for bit; only what depends on how threads met is left to digests.
 */
public final class AuditReplay {

  private static final String NONE = "none";

  private final AuditRecord now;
  private final AuditRecord then;
  private final Discrepancies found = new Discrepancies();

  private AuditReplay(AuditRecord now, AuditRecord then) {
    this.now = now;
    this.then = then;
  }

  /**
   * All differences between {@code record} and a run of {@code query} now; empty if there are none.
   * Reads every file of the index from end to end: what is found then must be of sound files, too.
   *
   * @param searcher of a copy of the commit that was searched, or of what is to be told from it
   * @param query what the record is about: {@link AuditRecord#query}, with its filter
   * @throws IllegalArgumentException as {@link ExactVectorQuery#search}, and if the searcher reads
   *     no commit of one index
   * @throws IllegalStateException as {@link ExactVectorQuery#search}, and if the searcher's timeout
   *     passes
   * @throws org.apache.lucene.index.CorruptIndexException as {@link SummedFiles#sum}; nothing can
   *     be said of the record then
   */
  public static List<Discrepancy> replay(
      IndexSearcher searcher, ExactVectorQuery query, AuditRecord record) throws IOException {
    return replay(searcher, query, record, new SummedFiles());
  }

  /** The same, but of the index only files are read that have not been summed. */
  public static List<Discrepancy> replay(
      IndexSearcher searcher, ExactVectorQuery query, AuditRecord record, SummedFiles files)
      throws IOException {
    files.sum(searcher.getIndexReader());
    AuditRecord now = AuditRecord.of(searcher, query, query.search(searcher), files);
    AuditReplay replay = new AuditReplay(now, record);
    replay.compareSoftware();
    replay.compareCommit();
    replay.expect(Kind.TARGET, Discrepancy.NO_RANK, now.target(), record.target());
    CertificateChecker.check(searcher, query, record.proof().certificate(), files)
        .forEach(replay.found::add);
    replay.compareSearch();
    replay.compareDecisionMargin();
    replay.expect(Kind.RECORD_DIGEST, Discrepancy.NO_RANK, record.computeDigest(), record.digest());
    return replay.found.toList();
  }

  private void expect(Kind kind, int rank, Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      found.add(new Discrepancy(kind, rank, String.valueOf(expected), String.valueOf(actual)));
    }
  }

  private void expect(Kind kind, String name, Object expected, Object actual) {
    expect(kind, Discrepancy.NO_RANK, name + " " + expected, name + " " + actual);
  }

  private void compareSoftware() {
    expect(Kind.VERSION, "nseekfs", now.software().nseekfs(), then.software().nseekfs());
    expect(Kind.VERSION, "lucene", now.software().lucene(), then.software().lucene());
  }

  private void compareCommit() {
    expect(Kind.COMMIT, "id", now.commit().id(), then.commit().id());
    expect(Kind.COMMIT, "generation", now.commit().generation(), then.commit().generation());
    expect(Kind.SEGMENT, "names", names(now.commit()), names(then.commit()));
    Map<String, AuditedSegment> segments = new HashMap<>();
    now.commit().segments().forEach(segment -> segments.put(segment.name(), segment));
    for (AuditedSegment segment : then.commit().segments()) {
      if (segments.containsKey(segment.name())) {
        compareSegment(segments.get(segment.name()), segment);
      }
    }
  }

  private static List<String> names(AuditedCommit commit) {
    return commit.segments().stream().map(AuditedSegment::name).toList();
  }

  private void compareSegment(AuditedSegment expected, AuditedSegment actual) {
    String name = expected.name();
    expect(Kind.SEGMENT, name + " id", expected.id(), actual.id());
    expect(Kind.SEGMENT, name + " documents", expected.documents(), actual.documents());
    expect(Kind.SEGMENT, name + " deleted", expected.deleted(), actual.deleted());
    TreeSet<String> files = new TreeSet<>(expected.checksums().keySet());
    files.addAll(actual.checksums().keySet());
    for (String file : files) {
      expect(Kind.CHECKSUM, file, checksum(expected, file), checksum(actual, file));
    }
  }

  /** No text that a record may have says that there is no such file. */
  private static String checksum(AuditedSegment segment, String file) {
    String checksum = segment.checksums().get(file);
    return checksum == null ? "no such file" : "has checksum " + checksum;
  }

  private void compareSearch() {
    List<Certificate.Hit> expected = now.proof().certificate().answer().ranking();
    List<Certificate.Hit> actual = then.proof().certificate().answer().ranking();
    for (int rank = 0; rank < Math.max(expected.size(), actual.size()); rank++) {
      expect(Kind.SEARCH, rank, hit(expected, rank), hit(actual, rank));
    }
  }

  private static Object hit(List<Certificate.Hit> ranking, int rank) {
    return rank < ranking.size() ? ranking.get(rank) : NONE;
  }

  private void compareDecisionMargin() {
    DecisionMargin expected = now.proof().decisionMargin();
    DecisionMargin actual = then.proof().decisionMargin();
    expect(Kind.DECISION_MARGIN, Discrepancy.NO_RANK, expected, actual);
  }
}
