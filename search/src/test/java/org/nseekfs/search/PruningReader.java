package org.nseekfs.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnCollector;
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.codec.spi.RawCollector;

/**
 * A leaf of floats whose search prunes whatever a collector lets it, by bounds little above the raw
 * values, and offers the rest in random order, so that nothing but {@code minRaw} protects a hit.
 */
public final class PruningReader extends FilterLeafReader {

  /** How far above a raw value its bound is, relative to it. */
  private static final double SLACK = 1e-6;

  private final SampleVectors vectors;
  private final Random random = SampleVectors.random();

  private PruningReader(LeafReader in, SampleVectors vectors) {
    super(in);
    this.vectors = vectors;
  }

  /** Wraps all leaves of {@code reader}. */
  public static MultiReader wrap(IndexReader reader, SampleVectors vectors) throws IOException {
    List<IndexReader> wrapped = new ArrayList<>();
    for (LeafReaderContext context : reader.leaves()) {
      wrapped.add(new PruningReader(context.reader(), vectors));
    }
    return new MultiReader(wrapped.toArray(IndexReader[]::new), false);
  }

  private record Candidate(int doc, double raw) {
    double bound() {
      return raw + SLACK * Math.abs(raw);
    }
  }

  @Override
  public void searchNearestVectors(
      String field, float[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    RawCollector hits = (RawCollector) collector;
    hits.acknowledge(hits);
    int index = 0;
    for (Candidate candidate : candidates(field, target, hits, acceptDocs)) {
      if (index++ % 7 == 0 && collector.earlyTerminated()) {
        return;
      }
      if (candidate.bound() < hits.minRaw()) {
        hits.work()
            .prune(index % 2 == 0 ? PruneStage.COARSE : PruneStage.FINE, 1, candidate.bound());
      } else {
        hits.collectRaws(new int[] {candidate.doc}, 0, new double[] {candidate.raw}, 1);
        hits.scored(1, vectors.dimension());
      }
    }
  }

  private synchronized List<Candidate> candidates(
      String field, float[] target, RawCollector hits, AcceptDocs acceptDocs) throws IOException {
    FloatVectorValues values = in.getFloatVectorValues(field);
    var rawTo = vectors.rawTo(target);
    List<Candidate> candidates = new ArrayList<>();
    KnnVectorValues.DocIndexIterator iterator = values.iterator();
    for (int doc = iterator.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = iterator.nextDoc()) {
      boolean accepted = acceptDocs.bits() == null || acceptDocs.bits().get(doc);
      if (accepted && doc >= hits.minDoc() && doc < hits.maxDoc()) {
        float[] vector = values.vectorValue(iterator.index());
        candidates.add(new Candidate(doc, rawTo.applyAsDouble(vector)));
      }
    }
    Collections.shuffle(candidates, random);
    return candidates;
  }

  @Override
  public CacheHelper getCoreCacheHelper() {
    return in.getCoreCacheHelper();
  }

  @Override
  public CacheHelper getReaderCacheHelper() {
    return in.getReaderCacheHelper();
  }
}
