package org.nseekfs.cli.search;

import org.apache.lucene.search.TopDocs;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.LshTopDocs;
import org.nseekfs.search.RawScoreDoc;

/** What a search found, in whichever mode, and what it cost. */
public sealed interface FoundDocs {

  /** The hits, each with its raw value, and how many documents were considered. */
  TopDocs topDocs();

  /** Documents whose stored vectors were compared. */
  long documentsScored();

  /** Bytes of vectors and codes. */
  long bytesRead();

  /** How many hits there are. */
  default int count() {
    return topDocs().scoreDocs.length;
  }

  /** The hit at {@code rank}, counted from 0. */
  default RawScoreDoc hit(int rank) {
    return (RawScoreDoc) topDocs().scoreDocs[rank];
  }

  /** All true hits. */
  record Exact(CertifiedTopDocs topDocs) implements FoundDocs {
    @Override
    public long documentsScored() {
      return topDocs.documentsScored();
    }

    @Override
    public long bytesRead() {
      return topDocs.bytesRead();
    }
  }

  /** A stated share of the true hits. */
  record ToRecallTarget(LshTopDocs topDocs) implements FoundDocs {
    @Override
    public long documentsScored() {
      return topDocs.documentsScored();
    }

    @Override
    public long bytesRead() {
      return topDocs.bytesRead();
    }
  }
}
