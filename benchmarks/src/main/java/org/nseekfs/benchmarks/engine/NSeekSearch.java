package org.nseekfs.benchmarks.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.peer.Answer;
import org.nseekfs.benchmarks.peer.IndexedPeer;
import org.nseekfs.benchmarks.peer.Work;
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;

/** An exact search of our index, through our own call. */
final class NSeekSearch implements IndexedPeer.IndexSearch {

  private final NSeekCall call;
  private final boolean floats;
  private final DataSet data;
  private final int k;
  private final Query filter;

  /** Searches by {@code call}, with targets of floats or of doubles. */
  NSeekSearch(NSeekCall call, boolean floats, DataSet data, int k, Query filter) {
    this.call = call;
    this.floats = floats;
    this.data = data;
    this.k = k;
    this.filter = filter;
  }

  @Override
  public Answer search(IndexSearcher searcher, int query) throws IOException {
    return searchAll(searcher, new int[] {query}).getFirst();
  }

  /** Searches in one call. */
  @Override
  public List<Answer> searchAll(IndexSearcher searcher, int[] rows) throws IOException {
    List<ExactKnnVectorQuery> queries = new ArrayList<>(rows.length);
    for (int row : rows) {
      queries.add(query(row));
    }
    long start = System.nanoTime();
    List<CertifiedTopDocs> found = call.search(searcher, queries);
    long nanos = (System.nanoTime() - start) / rows.length;
    return found.stream().map(topDocs -> Answer.ofRaws(nanos, topDocs, work(topDocs))).toList();
  }

  private ExactKnnVectorQuery query(int row) {
    return floats
        ? new ExactKnnVectorQuery(IndexedPeer.VECTOR, data.floatQuery(row), k, filter)
        : new ExactKnnVectorQuery(
            IndexedPeer.VECTOR, QueryVector.of(data.doubleQuery(row)), k, filter);
  }

  private static Work work(CertifiedTopDocs found) {
    Map<String, Long> pruned = new LinkedHashMap<>();
    for (PruneStage stage : PruneStage.values()) {
      if (found.documentsPruned(stage) > 0) {
        pruned.put(stage.label(), found.documentsPruned(stage));
      }
    }
    return new Work(found.documentsScored(), Work.UNKNOWN, found.bytesRead(), pruned);
  }
}
