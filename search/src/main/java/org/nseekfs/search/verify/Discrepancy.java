package org.nseekfs.search.verify;

/**
 * What a {@link CertificateChecker} finds wrong with a certificate, or an {@link
 * org.nseekfs.search.audit.AuditReplay} with an audit record.
 *
 * @param rank of the hit that is wrong, counted from 0; {@link #NO_RANK} for other figures
 * @param expected what the certificate or the record should say
 * @param found what it says
 */
public record Discrepancy(Kind kind, int rank, String expected, String found) {

  /** In place of a rank. */
  public static final int NO_RANK = -1;

  /** The figure that is wrong. */
  public enum Kind {
    /** Another field than the query's. */
    FIELD,
    /** Another filter than the query's. */
    FILTER,
    /** Another k than the query's. */
    K,
    /** Another smallest raw value than the query's. */
    MIN_RAW,
    /** Another similarity function than the field's. */
    SIMILARITY,
    /** Other element types than those of the segments. */
    TYPE,
    /** Another number of documents than are live, accepted and have a vector. */
    CONSIDERED,
    /** Another number of hits than there are. */
    HITS,
    /** Another document at a rank than the one that belongs there. */
    DOCUMENT,
    /** Other bits than the canonical loop gives for the document. */
    RAW_BITS,
    /** A raw value too far from what arithmetic in double gives, see {@link CertificateChecker}. */
    RAW_ERROR,
    /** Another raw value of the k-th hit. */
    KTH_RAW,
    /** Another difference to the next hit, or another number of differences. */
    MARGIN,
    /**
     * Scored and pruned documents do not add up to those considered, a number is negative, or fewer
     * documents were scored than are hits.
     */
    BALANCE,
    /** A largest bound that is not below every hit, or is there without a pruned document. */
    PRUNED_BOUND,
    /** Any figure may have been changed. */
    DIGEST,
    /** Another version of this library or of Lucene than runs now. */
    VERSION,
    /** Another commit than is read. */
    COMMIT,
    /** Another segment than is there, or none of that name. */
    SEGMENT,
    /** Another checksum of a file than its bytes have, or no such file. */
    CHECKSUM,
    /** Other bits than the query's target has. */
    TARGET,
    /** Another document or raw value at a rank than the search finds when it is run again. */
    SEARCH,
    /** Another decision margin than is computed again. */
    DECISION_MARGIN,
    /** Any figure of an audit record outside its certificate may have been changed. */
    RECORD_DIGEST,
    /** There are more of a kind than the hundred that are listed. */
    MORE
  }

  @Override
  public String toString() {
    String where = rank == NO_RANK ? "" : " at rank " + rank;
    return kind + where + ": expected " + expected + ", found " + found;
  }
}
