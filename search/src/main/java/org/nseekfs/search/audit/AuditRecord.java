package org.nseekfs.search.audit;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactDiversifyingChildrenVectorQuery;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactRadiusVectorQuery;
import org.nseekfs.search.ExactVectorQuery;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.certificate.DigestLines;
import org.nseekfs.search.verify.SummedFiles;

/**
 * What a certified search ran on, what it was asked, and what it found: enough to run it again on
 * any copy of the commit and to hold every figure against what is found then, see {@link
 * AuditReplay}. Its checksums say of every file that the bytes searched were those that were
 * written. Plain values, to be written and read by any means.
 *
 * <p>The digests show damage; they are no signatures.
 *
 * @param digest see {@link #computeDigest}
 */
public record AuditRecord(
    SoftwareVersions software,
    AuditedCommit commit,
    AuditedTarget target,
    Proof proof,
    String digest) {

  /**
   * Why the answer is the answer, and how firmly.
   *
   * @param certificate what was asked, found, and done for it
   * @param decisionMargin of a search for the k nearest; null for one of a radius
   */
  public record Proof(Certificate certificate, DecisionMargin decisionMargin) {}

  /**
   * The record of a search that is complete. Reads every file of the index from end to end, and
   * searches once more, for the decision margin.
   *
   * @param searcher that has found {@code topDocs}, of a {@code DirectoryReader} of a commit
   * @param query what it was asked; that it had this target is for a replay to show
   * @throws IllegalArgumentException if the result is partial, or that of another field, filter or
   *     limit, or one of children of blocks; or if the searcher reads no commit of one index
   * @throws IllegalStateException if the searcher's timeout passes
   * @throws org.apache.lucene.index.CorruptIndexException as {@link SummedFiles#sum}
   */
  public static AuditRecord of(
      IndexSearcher searcher, ExactVectorQuery query, CertifiedTopDocs topDocs) throws IOException {
    return of(searcher, query, topDocs, new SummedFiles());
  }

  /** The same, but of the index only files are read that have not been summed. */
  public static AuditRecord of(
      IndexSearcher searcher, ExactVectorQuery query, CertifiedTopDocs topDocs, SummedFiles files)
      throws IOException {
    Certificate certificate =
        topDocs
            .certificate()
            .orElseThrow(
                () -> new IllegalArgumentException("a partial result cannot be audited: " + query));
    if (!certificate.asked().equals(query.asked())) {
      throw new IllegalArgumentException(
          "the result must be the query's, which asks "
              + query.asked()
              + ", got that of "
              + certificate.asked());
    }
    if (query instanceof ExactDiversifyingChildrenVectorQuery) {
      throw new IllegalArgumentException(
          "a record cannot say which documents are parents, so no search for children is audited: "
              + query);
    }
    AuditedCommit commit = AuditedCommit.of(searcher.getIndexReader(), files);
    DecisionMargin decisionMargin =
        query instanceof ExactKnnVectorQuery nearest ? DecisionMargin.of(searcher, nearest) : null;
    return sealed(
        SoftwareVersions.current(),
        commit,
        AuditedTarget.of(query.getTarget()),
        new Proof(certificate, decisionMargin));
  }

  /** A record that bears its own digest. */
  static AuditRecord sealed(
      SoftwareVersions software, AuditedCommit commit, AuditedTarget target, Proof proof) {
    String digest = new AuditRecord(software, commit, target, proof, "").computeDigest();
    return new AuditRecord(software, commit, target, proof, digest);
  }

  /**
   * The query that was asked.
   *
   * @param filter that of the record's text; null if every document may be a hit
   * @throws IllegalArgumentException if the record is of no query
   */
  public ExactVectorQuery query(Query filter) {
    Certificate.Asked asked = proof.certificate.asked();
    QueryVector again = target.toTarget();
    boolean isRadius = proof.decisionMargin == null && asked.k() == Integer.MAX_VALUE;
    return isRadius
        ? new ExactRadiusVectorQuery(asked.field(), again, asked.minRaw(), filter)
        : new ExactKnnVectorQuery(asked.field(), again, asked.k(), filter);
  }

  /**
   * SHA-256, in lower-case hexadecimal, over the UTF-8 bytes of everything but {@link #digest},
   * rendered as {@link Certificate#computeDigest} says, the certificate by its own digest: the
   * lines nseekfs, lucene, commit, generation; a list of segments, each its name, id, documents and
   * deleted ones, and a list of its files, each with its checksum; type, bits, certificate, first
   * and members, which are empty for a radius.
   */
  public String computeDigest() {
    DigestLines lines = new DigestLines();
    lines.line("nseekfs", DigestLines.text(software.nseekfs()));
    lines.line("lucene", DigestLines.text(software.lucene()));
    lines.line("commit", DigestLines.text(commit.id()));
    lines.line("generation", commit.generation());
    lines.line("segments", commit.segments().size());
    for (AuditedSegment segment : commit.segments()) {
      lines.line("name", DigestLines.text(segment.name()));
      lines.line("id", DigestLines.text(segment.id()));
      lines.line("documents", segment.documents());
      lines.line("deleted", segment.deleted());
      lines.list(
          "checksums",
          segment.checksums().entrySet(),
          file -> DigestLines.text(file.getKey()) + " " + DigestLines.text(file.getValue()));
    }
    lines.line("type", target.type());
    lines.line("bits", DigestLines.text(target.bits()));
    lines.line("certificate", DigestLines.text(proof.certificate.digest()));
    DecisionMargin margin = proof.decisionMargin;
    lines.line("first", margin == null ? "" : DigestLines.bits(margin.first()));
    lines.line("members", margin == null ? "" : DigestLines.bits(margin.members()));
    return lines.hash();
  }
}
