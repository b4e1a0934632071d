package org.nseekfs.benchmarks.engine;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.peer.Answer;
import org.nseekfs.benchmarks.peer.IndexedPeer;
import org.nseekfs.benchmarks.peer.Peer;
import org.nseekfs.benchmarks.peer.Work;

/**
 * Lucene's graph with its default of 16 neighbours a node, and a beam of 100 while building. The
 * parameter is how many candidates a search keeps: the query asks for as many, k of them count.
 */
final class LuceneHnsw extends IndexedPeer {

  private static final int MAX_CONNECTIONS = 16;
  private static final int BEAM_WIDTH = 100;
  private static final int DEFAULT_CANDIDATES = 100;

  private final int candidates;

  LuceneHnsw() {
    this(DEFAULT_CANDIDATES);
  }

  private LuceneHnsw(int candidates) {
    this.candidates = candidates;
  }

  @Override
  public Peer withParameter(String parameter) {
    try {
      int parsed = Integer.parseInt(parameter);
      if (parsed > 0) {
        return new LuceneHnsw(parsed);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "its candidates must be a positive integer, got \"" + parameter + "\"");
  }

  @Override
  protected String indexName() {
    return "lucene-hnsw";
  }

  @Override
  protected String detail() {
    return "M " + MAX_CONNECTIONS + ", beam " + BEAM_WIDTH + ", candidates " + candidates;
  }

  @Override
  protected Codec codec() {
    return new FormatCodec(new Lucene99HnswVectorsFormat(MAX_CONNECTIONS, BEAM_WIDTH));
  }

  @Override
  protected IndexableField field(DataSet data, int row) throws IOException {
    return new KnnFloatVectorField(VECTOR, data.base().floatVector(row), data.function());
  }

  @Override
  protected boolean isReusable() {
    return true;
  }

  @Override
  protected IndexSearch search(DataSet data, int k, Query filter) {
    return (searcher, queryRow) -> {
      KnnFloatVectorQuery query =
          new KnnFloatVectorQuery(
              VECTOR, data.floatQuery(queryRow), Math.max(k, candidates), filter);
      long start = System.nanoTime();
      TopDocs top = searcher.search(query, k);
      long nanos = System.nanoTime() - start;
      int[] docs = Arrays.stream(top.scoreDocs).mapToInt(hit -> hit.doc).toArray();
      return new Answer(nanos, docs, new Work(Work.UNKNOWN, Work.UNKNOWN));
    };
  }
}
