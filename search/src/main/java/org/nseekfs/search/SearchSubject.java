package org.nseekfs.search;

import java.util.Arrays;
import java.util.List;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.execution.SearchMode;
import org.nseekfs.search.execution.SearchWork;
import org.nseekfs.search.leaf.VectorLeaves;

/** What was asked of which vectors: what a certificate says beside the result. */
record SearchSubject(Certificate.Asked asked, VectorLeaves leaves, SearchMode mode) {

  Certificate certificate(CertifiedTopDocs topDocs, SearchWork work) {
    List<Certificate.Hit> ranking =
        Arrays.stream(topDocs.scoreDocs)
            .map(RawScoreDoc.class::cast)
            .map(hit -> new Certificate.Hit(hit.doc, hit.raw))
            .toList();
    return Certificate.sealed(
        asked,
        new Certificate.Vectors(
            leaves.similarityFunction(), leaves.elementTypes(), work.foreignSegments()),
        new Certificate.Pruning(
            work.done().considered(),
            work.done().scored(),
            work.done().pruned(),
            mode.boundKind(),
            work.done().largestPrunedBound()),
        Certificate.Answer.of(ranking, asked.k()));
  }
}
