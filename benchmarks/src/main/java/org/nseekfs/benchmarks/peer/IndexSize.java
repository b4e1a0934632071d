package org.nseekfs.benchmarks.peer;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.Map;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;

/**
 * Bytes of an index; null where there are none of a kind.
 *
 * @param indexBytes everything
 * @param vectorBytes of that, vectors as stored
 * @param codeBytes of that, codes by which vectors are pruned
 * @param lshBytes of that, sign codes and their buckets
 */
public record IndexSize(Long indexBytes, Long vectorBytes, Long codeBytes, Long lshBytes) {

  /** The extension of files with vectors, by which Lucene tells what an index holds. */
  private static final String VECTORS = "vec";

  private static final String CODES = "veq";

  private static final String FINE_CODES = "veb";

  private static final String SIGN_CODES = "vex";

  /** An index that is nothing but vectors. */
  public static IndexSize ofVectors(long bytes) {
    return new IndexSize(bytes, bytes, null, null);
  }

  /** The size of a Lucene index. */
  static IndexSize of(Directory directory, DirectoryReader reader) throws IOException {
    long bytes = 0;
    for (String file : directory.listAll()) {
      bytes += directory.fileLength(file);
    }
    long vectors = 0;
    long codes = 0;
    long lsh = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      FieldInfo field = leaf.reader().getFieldInfos().fieldInfo(IndexedPeer.VECTOR);
      KnnVectorsReader vectorsReader = ((CodecReader) leaf.reader()).getVectorReader();
      Map<String, Long> parts = vectorsReader.getOffHeapByteSize(field);
      vectors += parts.getOrDefault(VECTORS, 0L);
      codes += parts.getOrDefault(CODES, 0L) + parts.getOrDefault(FINE_CODES, 0L);
      lsh += parts.getOrDefault(SIGN_CODES, 0L);
    }
    return new IndexSize(bytes, vectors, codes == 0 ? null : codes, lsh == 0 ? null : lsh);
  }

  /** Bytes of codes for every byte of vectors; null without codes. */
  @JsonProperty
  public Double codesPerVectorByte() {
    return codeBytes == null ? null : (double) codeBytes / vectorBytes;
  }

  /** Bytes of sign codes and their buckets for every byte of vectors; null without them. */
  @JsonProperty
  public Double lshPerVectorByte() {
    return lshBytes == null ? null : (double) lshBytes / vectorBytes;
  }
}
