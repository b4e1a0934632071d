package org.nseekfs.benchmarks.engine;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.peer.Answer;
import org.nseekfs.benchmarks.peer.Peer;
import org.nseekfs.benchmarks.peer.Work;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.AutoKnnVectorQuery;
import org.nseekfs.search.LshKnnVectorQuery;
import org.nseekfs.search.LshTopDocs;

/**
 * Our search to a recall target, which is the parameter: by sign codes, or in whichever way is
 * cheapest.
 */
final class NSeekLsh extends NSeekPeer {

  private static final double DEFAULT_RECALL_TARGET = .95;

  private final boolean auto;
  private final double recallTarget;

  /** An index of {@code type}, searched by sign codes or, if {@code auto}, as is cheapest. */
  NSeekLsh(ElementType type, boolean auto) {
    this(type, auto, DEFAULT_RECALL_TARGET);
  }

  private NSeekLsh(ElementType type, boolean auto, double recallTarget) {
    super(type);
    this.auto = auto;
    this.recallTarget = recallTarget;
  }

  @Override
  public Peer withParameter(String parameter) {
    try {
      double parsed = Double.parseDouble(parameter);
      if (parsed > 0 && parsed <= 1) {
        return new NSeekLsh(type(), auto, parsed);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "its recall target must be above 0 and at most 1, got \"" + parameter + "\"");
  }

  @Override
  protected String detail() {
    return "recall target " + recallTarget;
  }

  @Override
  protected IndexSearch search(DataSet data, int k, Query filter) {
    return (searcher, row) -> {
      QueryVector target =
          type().isFloat()
              ? QueryVector.of(data.floatQuery(row))
              : QueryVector.of(data.doubleQuery(row));
      long start = System.nanoTime();
      LshTopDocs found = find(searcher, target, k, filter);
      long nanos = System.nanoTime() - start;
      return Answer.ofRaws(
          nanos,
          found,
          new Work(found.documentsScored(), found.signCodesRead(), found.bytesRead()));
    };
  }

  private LshTopDocs find(IndexSearcher searcher, QueryVector target, int k, Query filter)
      throws IOException {
    return auto
        ? new AutoKnnVectorQuery(VECTOR, target, k, recallTarget, filter).search(searcher)
        : new LshKnnVectorQuery(VECTOR, target, k, recallTarget, filter).search(searcher);
  }
}
