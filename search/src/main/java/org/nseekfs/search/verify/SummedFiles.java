package org.nseekfs.search.verify;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;

/**
 * Segments whose files have been read from end to end, and have the checksums that their footers
 * say. A search sums nothing, so what it finds holds for the bytes there are, which may not be
 * those that were written. Whoever checks a search sums them; with one object of this class for all
 * searches of a reader, once.
 *
 * <p>Summed is every file that the reader has open, compound files and other codecs' files too.
 * Those that it has read when it was opened, deletes among them, Lucene has summed then.
 *
 * <p>Shared by threads.
 */
public final class SummedFiles {

  private final Set<IndexReader.CacheKey> summed = ConcurrentHashMap.newKeySet();

  /** Nothing summed. */
  public SummedFiles() {}

  /**
   * Sums the files of all segments of {@code reader} that have not been.
   *
   * @throws org.apache.lucene.index.CorruptIndexException naming the file, if one is not what was
   *     written
   */
  public void sum(IndexReader reader) throws IOException {
    for (LeafReaderContext context : reader.leaves()) {
      LeafReader leaf = context.reader();
      IndexReader.CacheHelper segment = leaf.getReaderCacheHelper();
      if (segment == null) {
        leaf.checkIntegrity();
      } else if (!summed.contains(segment.getKey())) {
        leaf.checkIntegrity();
        summed.add(segment.getKey());
      }
    }
  }
}
