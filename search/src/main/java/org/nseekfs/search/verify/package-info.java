/**
 * The check of certificates, by plain loops that share no code with the search.
 *
 * <p>{@link org.nseekfs.search.verify.CertificateChecker} computes the answer again and lists each
 * {@link org.nseekfs.search.verify.Discrepancy}. {@link org.nseekfs.search.verify.ScalarSimilarity}
 * follows the canonical order word by word, and {@link org.nseekfs.search.verify.RawError} says how
 * far a raw value may be from a loop in double. {@link org.nseekfs.search.verify.SummedFiles} first
 * reads the files from end to end and holds them against their checksums: a search takes the bytes
 * for those that were written.
 */
package org.nseekfs.search.verify;
