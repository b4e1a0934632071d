package org.nseekfs.cli.measure;

import java.io.IOException;
import java.util.List;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.search.CertifiedTopDocs;

/**
 * The truth of a certified search about documents of the index, none of which is its own neighbour:
 * a document is right if it is as near as the k-th of the others.
 */
public final class SampleTruth implements Truth {

  private final StoredSample sample;
  private final double[] kthRaws;
  private final int k;

  /** A truth about the {@code k} others that are nearest; {@link #compute} comes first. */
  public SampleTruth(StoredSample sample, int k) {
    this(sample, new double[sample.count()], k);
  }

  private SampleTruth(StoredSample sample, double[] kthRaws, int k) {
    this.sample = sample;
    this.kthRaws = kthRaws;
    this.k = k;
  }

  /** The same truth about the same vectors of another index, where their documents may differ. */
  public SampleTruth of(StoredSample sameVectors) {
    return new SampleTruth(sameVectors, kthRaws, k);
  }

  /** Searches for every document of the sample in an index that has more than {@code k}. */
  public void compute(VectorIndex index, Progress progress) throws IOException {
    for (int row = 0; row < sample.count(); row++) {
      CertifiedTopDocs found = index.nearest(sample, row, k + 1);
      int left = k;
      for (int rank = 0; left > 0; rank++) {
        if (found.hit(rank).doc != sample.doc(row)) {
          kthRaws[row] = found.hit(rank).raw;
          left--;
        }
      }
      progress.step();
    }
  }

  @Override
  public int right(int query, List<Neighbour> found) {
    return (int)
        found.stream()
            .filter(hit -> hit.doc() != sample.doc(query))
            .limit(k)
            .filter(hit -> hit.raw() >= kthRaws[query])
            .count();
  }
}
