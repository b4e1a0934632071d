package org.nseekfs.codec;

import java.io.IOException;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.search.Sort;
import org.apache.lucene.store.Directory;
import org.nseekfs.quantization.ElementType;

/**
 * Copies an index with another codec, segment by segment: from Lucene's own formats to ours, or
 * back. All fields, the order of documents, index sort, blocks and the commit's user data are kept;
 * deleted documents are left out. Vectors keep their bits, and so fields that are ours their
 * element types; a narrower type takes indexing anew.
 */
public final class IndexConversion {

  private final Codec codec;

  /**
   * A conversion.
   *
   * @param codec of the copy: a {@link NSeekCodec}, or any of Lucene's
   */
  public IndexConversion(Codec codec) {
    this.codec = Objects.requireNonNull(codec, "codec");
  }

  /**
   * Copies an index and commits the copy; if that fails, no commit is left.
   *
   * @param progress hears after each segment how many documents of {@code source} have been dealt
   *     with, deleted ones too
   * @throws IllegalArgumentException if {@code target} holds an index, or a field of {@code source}
   *     holds vectors that the codec cannot store
   */
  public void copy(DirectoryReader source, Directory target, IntConsumer progress)
      throws IOException {
    if (DirectoryReader.indexExists(target)) {
      throw new IllegalArgumentException(target + " holds an index: name an empty directory");
    }
    FieldInfos fieldInfos = FieldInfos.getMergedFieldInfos(source);
    requireStorable(fieldInfos);
    IndexWriter writer = new IndexWriter(target, config(source, fieldInfos));
    try {
      writer.setLiveCommitData(source.getIndexCommit().getUserData().entrySet());
      for (LeafReaderContext leaf : source.leaves()) {
        if (leaf.reader().numDocs() > 0) {
          writer.addIndexes((CodecReader) leaf.reader());
        }
        progress.accept(leaf.docBase + leaf.reader().maxDoc());
      }
      writer.close();
    } catch (IOException | RuntimeException e) {
      rollback(writer, e);
      throw e;
    }
  }

  private void requireStorable(FieldInfos fieldInfos) {
    for (FieldInfo field : fieldInfos) {
      String type = field.getAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE);
      if (field.hasVectorValues()
          && ElementType.F64.label().equals(type)
          && !(codec instanceof NSeekCodec)) {
        throw new IllegalArgumentException(
            "field \""
                + field.getName()
                + "\" holds f64 vectors, which only NSeekCodec stores: leave it in this format, or"
                + " index its vectors anew as floats");
      }
    }
  }

  private IndexWriterConfig config(DirectoryReader source, FieldInfos fieldInfos) {
    IndexWriterConfig config = new IndexWriterConfig();
    config.setCodec(codec).setMergePolicy(NoMergePolicy.INSTANCE);
    Sort sort =
        source.leaves().isEmpty() ? null : source.leaves().getFirst().reader().getMetaData().sort();
    if (sort != null) {
      config.setIndexSort(sort);
    }
    if (fieldInfos.getSoftDeletesField() != null) {
      config.setSoftDeletesField(fieldInfos.getSoftDeletesField());
    }
    if (fieldInfos.getParentField() != null) {
      config.setParentField(fieldInfos.getParentField());
    }
    return config;
  }

  private static void rollback(IndexWriter writer, Exception failure) {
    try {
      writer.rollback();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
