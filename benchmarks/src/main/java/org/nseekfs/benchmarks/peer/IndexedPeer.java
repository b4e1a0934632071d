package org.nseekfs.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.nseekfs.benchmarks.data.DataSet;

/** A peer that searches a Lucene index in memory-mapped files. */
public abstract class IndexedPeer implements Peer {

  /** The field of the vectors. */
  public static final String VECTOR = "vector";

  /** The field of the rows, which merges may reorder. */
  static final String ROW = "row";

  /** The name of the index's directory: engines that share an index share the name. */
  protected abstract String indexName();

  /** The codec that writes the index. */
  protected abstract Codec codec();

  /** A vector of the base as a field. */
  protected abstract IndexableField field(DataSet data, int row) throws IOException;

  /** Whether an index that an earlier run left may be searched: that of ours may have changed. */
  protected abstract boolean isReusable();

  /** How this engine searches; {@code filter} is null if every document may be found. */
  protected abstract IndexSearch search(DataSet data, int k, Query filter);

  /** Whether several queries are searched in one call. */
  protected boolean answersBatches() {
    return false;
  }

  /** A search of one query, timed by itself. */
  @FunctionalInterface
  public interface IndexSearch {
    /** Searches; rows of the answer are still documents. */
    Answer search(IndexSearcher searcher, int query) throws IOException;

    /** Searches several queries in one call, where {@link IndexedPeer#answersBatches}. */
    default List<Answer> searchAll(IndexSearcher searcher, int[] queries) throws IOException {
      throw new UnsupportedOperationException("one query a call");
    }
  }

  /** See {@link Session#detail}. */
  protected String detail() {
    return "";
  }

  @Override
  public final Session open(Workbench bench) throws IOException {
    String name = indexName() + bench.conditions().indexSuffix();
    Path path = bench.directory().resolve(name);
    boolean isThere =
        bench.directory().hasBuilt(name) || (isReusable() && IndexBuild.isComplete(path, bench));
    if (!isThere) {
      new IndexBuild(this, bench, WriterSettings.DEFAULT).build(path);
      bench.directory().noteBuilt(name);
    }
    Directory directory = new MMapDirectory(path);
    return new IndexSession(this, bench, directory, DirectoryReader.open(directory));
  }
}
