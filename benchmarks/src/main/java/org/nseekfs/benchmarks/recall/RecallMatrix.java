package org.nseekfs.benchmarks.recall;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.Directory;
import org.nseekfs.benchmarks.peer.AcceptedQuery;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.LshKnnVectorQuery;
import org.nseekfs.search.LshTopDocs;

/**
 * Measures what share of the true hits searches to a recall target deliver. The truth is that of
 * exact search of the same index. The same arguments give the same figures on every machine.
 */
final class RecallMatrix implements AutoCloseable {

  /** Recall targets. */
  static final double[] TARGETS = {0.8, 0.9, 0.95, 0.99};

  /** The one that details are shown of. */
  static final int SHOWN = 2;

  private final Directory directory;
  private final Sample sample;

  /** The index at hand, and what it is of; null if there is none. */
  private RecallCase indexed;

  private CaseData.Vectors vectors;
  private DirectoryReader reader;

  /** A matrix whose indexes are written to {@code directory}. */
  RecallMatrix(Directory directory, Sample sample) {
    this.directory = directory;
    this.sample = sample;
  }

  /** Measures a case: a row for every k. */
  List<RecallRow> measure(RecallCase of) throws IOException {
    index(of);
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    int most = Arrays.stream(of.ks()).max().orElseThrow();
    Tally[][] tallies = tallies(of);
    Random random = sample.randomOfFilters();
    for (float[] query : vectors.queries()) {
      Object target = CaseIndex.vector(query, of.type());
      Query filter = filter(of, query, random);
      CertifiedTopDocs truth = exact(target, most, filter).search(searcher);
      for (int i = 0; i < tallies.length; i++) {
        int k = of.ks()[i];
        for (Tally tally : tallies[i]) {
          LshTopDocs found = lsh(target, k, tally.target(), filter).search(searcher);
          tally.add(found, recall(found, truth, k), reader.maxDoc());
        }
      }
    }
    return rows(of, tallies);
  }

  /** Sees to it that the index at hand is that of the case. */
  private void index(RecallCase of) throws IOException {
    if (indexed != null && indexed.isOfIndex(of)) {
      return;
    }
    close();
    vectors = of.data().make(sample);
    reader = CaseIndex.make(directory, of, vectors);
    indexed = of;
  }

  /** For every k a tally for every target. */
  private Tally[][] tallies(RecallCase of) {
    Tally[][] tallies = new Tally[of.ks().length][TARGETS.length];
    for (Tally[] ofK : tallies) {
      Arrays.setAll(ofK, t -> new Tally(TARGETS[t], vectors.queries().length));
    }
    return tallies;
  }

  private static List<RecallRow> rows(RecallCase of, Tally[][] tallies) {
    List<RecallRow> rows = new ArrayList<>();
    for (int i = 0; i < tallies.length; i++) {
      List<RecallRow.Cell> cells = Arrays.stream(tallies[i]).map(Tally::cell).toList();
      rows.add(new RecallRow(of, of.ks()[i], cells));
    }
    return rows;
  }

  private static double recall(LshTopDocs found, CertifiedTopDocs truth, int k) {
    int wanted = Math.min(k, truth.scoreDocs.length);
    if (wanted == 0) {
      return 1;
    }
    double least = truth.hit(wanted - 1).raw;
    int hits = 0;
    for (int rank = 0; rank < found.scoreDocs.length; rank++) {
      hits += found.hit(rank).raw >= least ? 1 : 0;
    }
    return (double) Math.min(hits, wanted) / wanted;
  }

  private Query filter(RecallCase of, float[] query, Random random) {
    if (of.acceptance() == Acceptance.ALL) {
      return null;
    }
    double[] ranks = Ranks.of(of.function(), vectors.base(), query);
    return new AcceptedQuery(reader, of.acceptance().choose(ranks, random));
  }

  private static ExactKnnVectorQuery exact(Object target, int k, Query filter) {
    return new ExactKnnVectorQuery(CaseIndex.FIELD, QueryVector.ofArray(target), k, filter);
  }

  private static LshKnnVectorQuery lsh(Object target, int k, double recall, Query filter) {
    return new LshKnnVectorQuery(CaseIndex.FIELD, QueryVector.ofArray(target), k, recall, filter);
  }

  /** Closes the index at hand. */
  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
