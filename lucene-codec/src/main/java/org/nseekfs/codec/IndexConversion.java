package org.nseekfs.codec;

import java.io.IOException;
import java.util.Map;
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
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.quantization.ElementType;

/**
 * Copies an index with another codec, segment by segment: from Lucene's own formats to ours, or
 * back. All fields, the order of documents, index sort, blocks and the commit's user data are kept;
 * deleted documents are left out. Vectors keep their bits, and so fields that are ours their
 * element types, unless {@link #withTypes}. Codes of ours are copied, unless {@link #withNewCodes}.
 */
public final class IndexConversion {

  private final Codec codec;
  private final Map<String, ElementType> types;
  private final boolean newCodes;

  /**
   * A conversion.
   *
   * @param codec of the copy: a {@link NSeekCodec}, or any of Lucene's
   */
  public IndexConversion(Codec codec) {
    this(codec, Map.of(), false);
  }

  private IndexConversion(Codec codec, Map<String, ElementType> types, boolean newCodes) {
    this.codec = Objects.requireNonNull(codec, "codec");
    this.types = types;
    this.newCodes = newCodes;
  }

  /**
   * This conversion, but the vectors of some fields, of floats or doubles, are rounded.
   *
   * @param newTypes float types by field
   * @throws IllegalArgumentException if a type is none of floats
   */
  public IndexConversion withTypes(Map<String, ElementType> newTypes) {
    newTypes.forEach(
        (field, type) -> {
          if (!type.isFloat()) {
            throw new IllegalArgumentException(
                "vectors can be rounded to f8, f16, bf16 or f32, got "
                    + type.label()
                    + " for field \""
                    + field
                    + "\"");
          }
        });
    return new IndexConversion(codec, Map.copyOf(newTypes), newCodes);
  }

  /**
   * This conversion, but codes are derived from the vectors anew: damaged ones are not read, and
   * vectors that were written without get some.
   */
  public IndexConversion withNewCodes() {
    return new IndexConversion(codec, types, true);
  }

  /**
   * Copies an index and commits the copy; if that fails, no commit is left.
   *
   * @param progress hears after each segment how many documents of {@code source} have been dealt
   *     with, deleted ones too
   * @throws IllegalArgumentException if {@code target} holds an index, or a field of {@code source}
   *     holds vectors that the codec cannot store, or that cannot be rounded as asked
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
          writer.addIndexes(reader((CodecReader) leaf.reader()));
        }
        progress.accept(leaf.docBase + leaf.reader().maxDoc());
      }
      writer.close();
    } catch (IOException | RuntimeException e) {
      rollback(writer, e);
      throw e;
    }
  }

  private CodecReader reader(CodecReader segment) {
    return newCodes || !types.isEmpty() ? new BareVectorsReader(segment, types) : segment;
  }

  private void requireStorable(FieldInfos fieldInfos) {
    requireRoundable(fieldInfos);
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

  private void requireRoundable(FieldInfos fieldInfos) {
    for (String name : types.keySet()) {
      FieldInfo field = fieldInfos.fieldInfo(name);
      if (field == null || !field.hasVectorValues()) {
        throw new IllegalArgumentException("no field \"" + name + "\" with vectors to be rounded");
      }
      String type = field.getAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE);
      if (!FieldShape.isFloat(field) && !ElementType.F64.label().equals(type)) {
        throw new IllegalArgumentException(
            "field \"" + name + "\" holds vectors of bytes, which are not rounded");
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
