/**
 * Records of searches that can be run again elsewhere, and how far a target may move before its
 * answer changes.
 *
 * <p>An {@link org.nseekfs.search.audit.AuditRecord} adds to a certificate the versions, the
 * commit, the checksums of its files, the bits of the target, and a {@link
 * org.nseekfs.search.audit.DecisionMargin}. For the margin k + 1 documents are searched for, and
 * where the similarity needs them, vectors are read. {@link org.nseekfs.search.audit.AuditReplay}
 * makes a new record and compares; the certificate it leaves to the {@link
 * org.nseekfs.search.verify.CertificateChecker}. To make or replay a record, and to check a
 * certificate, the files of the index are summed first.
 */
package org.nseekfs.search.audit;
