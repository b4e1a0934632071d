package org.nseekfs.benchmarks.engine;

import org.apache.lucene.index.LeafReader;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.peer.Answer;
import org.nseekfs.benchmarks.peer.Peer;
import org.nseekfs.benchmarks.peer.Work;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.LshKnnVectorQuery;
import org.nseekfs.search.LshTopDocs;

/** Our search by sign codes; the parameter is the recall target. */
final class NSeekLsh extends NSeekPeer {

  private static final double DEFAULT_RECALL_TARGET = .95;

  private final double recallTarget;

  /** An index of {@code type}. */
  NSeekLsh(ElementType type) {
    this(type, DEFAULT_RECALL_TARGET);
  }

  private NSeekLsh(ElementType type, double recallTarget) {
    super(type);
    this.recallTarget = recallTarget;
  }

  @Override
  public Peer withParameter(String parameter) {
    try {
      double parsed = Double.parseDouble(parameter);
      if (parsed > 0 && parsed <= 1) {
        return new NSeekLsh(type(), parsed);
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
  protected LeafSearch search(LeafReader leaf, DataSet data, int k) {
    return (searcher, row) -> {
      LshKnnVectorQuery query = query(data, row, k);
      long start = System.nanoTime();
      LshTopDocs found = query.search(searcher);
      long nanos = System.nanoTime() - start;
      return Answer.ofRaws(
          nanos,
          found,
          new Work(found.documentsScored(), found.signCodesRead(), found.bytesRead()));
    };
  }

  private LshKnnVectorQuery query(DataSet data, int row, int k) {
    return type().isFloat()
        ? new LshKnnVectorQuery(VECTOR, data.floatQuery(row), k, recallTarget)
        : new LshKnnVectorQuery(
            VECTOR, QueryVector.of(data.doubleQuery(row)), k, recallTarget, null);
  }
}
