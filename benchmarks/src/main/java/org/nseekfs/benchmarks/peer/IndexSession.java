package org.nseekfs.benchmarks.peer;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.FixedBitSet;

/** A search of a Lucene index on the calling thread, without Lucene's query cache. */
final class IndexSession implements Session {

  private final IndexedPeer peer;
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final IndexedPeer.IndexSearch search;
  private final int[] rowOfDoc;

  IndexSession(IndexedPeer peer, Workbench bench, Directory directory, DirectoryReader reader)
      throws IOException {
    this.peer = peer;
    this.directory = directory;
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    this.rowOfDoc = new int[reader.maxDoc()];
    NumericDocValues rows = MultiDocValues.getNumericValues(reader, IndexedPeer.ROW);
    for (int doc = rows.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = rows.nextDoc()) {
      rowOfDoc[doc] = (int) rows.longValue();
    }
    this.search = peer.search(bench.data(), bench.k(), filterOrNull(bench));
  }

  private Query filterOrNull(Workbench bench) throws IOException {
    if (!bench.conditions().hasFilter()) {
      return null;
    }
    FixedBitSet rows = bench.conditions().accepted(bench.data());
    FixedBitSet docs = new FixedBitSet(rowOfDoc.length);
    for (int doc = 0; doc < rowOfDoc.length; doc++) {
      if (rows.get(rowOfDoc[doc])) {
        docs.set(doc);
      }
    }
    return new AcceptedQuery(reader, docs);
  }

  @Override
  public Answer search(int query) throws IOException {
    return withRows(search.search(searcher, query));
  }

  @Override
  public List<Answer> searchAll(int[] queries) throws IOException {
    return answersBatches()
        ? search.searchAll(searcher, queries).stream().map(this::withRows).toList()
        : Session.super.searchAll(queries);
  }

  private Answer withRows(Answer ofDocs) {
    int[] rows = Arrays.stream(ofDocs.rows()).map(doc -> rowOfDoc[doc]).toArray();
    return new Answer(ofDocs.nanos(), rows, ofDocs.raws(), ofDocs.work());
  }

  @Override
  public boolean answersBatches() {
    return peer.answersBatches();
  }

  @Override
  public String detail() {
    return peer.detail();
  }

  @Override
  public Optional<HeldVectors> heldVectors() throws IOException {
    LeafReader leaf = reader.leaves().getFirst().reader();
    if (leaf.getFieldInfos().fieldInfo(IndexedPeer.VECTOR).getVectorEncoding()
            != VectorEncoding.FLOAT32
        || reader.leaves().size() > 1) {
      return Optional.empty();
    }
    FloatVectorValues values = leaf.getFloatVectorValues(IndexedPeer.VECTOR);
    int[] docOfRow = new int[rowOfDoc.length];
    for (int doc = 0; doc < rowOfDoc.length; doc++) {
      docOfRow[rowOfDoc[doc]] = doc;
    }
    // Every document has a vector, so that ordinals are documents.
    return Optional.of(row -> values.vectorValue(docOfRow[row]));
  }

  @Override
  public IndexSize size() throws IOException {
    return IndexSize.of(directory, reader);
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }
}
