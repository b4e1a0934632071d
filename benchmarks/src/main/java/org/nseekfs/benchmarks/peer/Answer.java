package org.nseekfs.benchmarks.peer;

import org.apache.lucene.search.TopDocs;
import org.nseekfs.search.RawScoreDoc;

/**
 * What an engine answered to one query.
 *
 * @param nanos time of the search alone, without looking up rows; in a batch, its equal share
 * @param rows rows of the base, best first
 * @param raws their raw similarities, empty where the engine does not say
 * @param work what it took
 */
public record Answer(long nanos, int[] rows, double[] raws, Work work) {

  private static final double[] NO_RAWS = {};

  /** An answer of an engine that does not tell raw similarities. */
  public Answer(long nanos, int[] rows, Work work) {
    this(nanos, rows, NO_RAWS, work);
  }

  /** An answer of ours, whose hits are all {@link RawScoreDoc}s; its rows are still documents. */
  public static Answer ofRaws(long nanos, TopDocs found, Work work) {
    int[] docs = new int[found.scoreDocs.length];
    double[] raws = new double[docs.length];
    for (int rank = 0; rank < docs.length; rank++) {
      RawScoreDoc hit = (RawScoreDoc) found.scoreDocs[rank];
      docs[rank] = hit.doc;
      raws[rank] = hit.raw;
    }
    return new Answer(nanos, docs, raws, work);
  }
}
