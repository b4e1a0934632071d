package org.nseekfs.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.RamUsageEstimator;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.RowLayout;
import org.nseekfs.codec.layout.SegmentFile;
import org.nseekfs.quantization.ElementType;

/**
 * Writes the files of a segment. At a flush, rows are kept on the heap until {@link #flush}; in a
 * merge, Lucene's default {@code mergeOneField} adds the values in document order and their rows go
 * straight to disk.
 *
 * <p>The return type of {@code mergeOneField} changed in Lucene 10.5, so two adapters override it:
 * they call {@link #beginMerge}, {@code super}, {@link #endMerge}. Only their word makes a writer
 * stream: the context may say MERGE without there being a merge.
 */
abstract class NSeekVectorsWriter extends KnnVectorsWriter {

  private static final long SHALLOW_BYTES =
      RamUsageEstimator.shallowSizeOfInstance(NSeekVectorsWriter.class);

  private final SegmentWriteState state;
  private final NSeekVectorsConfig config;
  private final IndexOutput meta;
  private final IndexOutput vectors;
  private final List<FieldWriter<?>> buffered = new ArrayList<>();

  /** Not null while a field is being merged. */
  private MergePlan plan;

  /** The writer of the field being merged. */
  private FieldWriter<?> merged;

  private long mergedOffset;

  NSeekVectorsWriter(SegmentWriteState state, NSeekVectorsConfig config) throws IOException {
    this.state = state;
    this.config = config;
    this.meta = SegmentFile.META.create(state);
    try {
      this.vectors = SegmentFile.VECTORS.create(state);
    } catch (Throwable t) {
      IOUtils.closeWhileHandlingException(meta);
      throw t;
    }
  }

  /** The writer for the Lucene on the class path. */
  static NSeekVectorsWriter create(SegmentWriteState state, NSeekVectorsConfig config)
      throws IOException {
    return Adapter.CHOSEN.create(state, config);
  }

  @Override
  public final FieldWriter<?> addField(FieldInfo field) throws IOException {
    FieldWriter<?> writer = newFieldWriter(field);
    if (plan == null) {
      buffered.add(writer);
    } else {
      mergedOffset = vectors.alignFilePointer(RowLayout.ALIGNMENT);
      merged = writer;
    }
    field.putAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE, writer.type().label());
    return writer;
  }

  private FieldWriter<?> newFieldWriter(FieldInfo field) {
    try {
      ElementType type = plan == null ? FieldShape.typeOf(field, config) : plan.type();
      FieldShape shape = FieldShape.of(field, type);
      RowSink sink =
          plan == null
              ? new RowBuffer(type.rowBytes(shape.dimension()))
              : new RowSink.ToFile(vectors);
      return new FieldWriter<>(field, shape, sink);
    } catch (IllegalArgumentException fault) {
      return new FieldWriter<>(field, fault);
    }
  }

  /** What an adapter calls before {@code super.mergeOneField}. */
  final void beginMerge(FieldInfo field, MergeState mergeState) throws IOException {
    plan = MergePlan.before(field, mergeState, config);
    if (mergeState.infoStream.isEnabled(NSeekVectorsFormat.INFO_STREAM_COMPONENT)) {
      mergeState.infoStream.message(NSeekVectorsFormat.INFO_STREAM_COMPONENT, plan.toString());
    }
  }

  /** What an adapter calls after {@code super.mergeOneField}. */
  final void endMerge() throws IOException {
    writeEntry(
        merged.field(), merged.layout(mergedOffset), merged.docs(), state.segmentInfo.maxDoc());
    plan = null;
    merged = null;
  }

  @Override
  public final void flush(int maxDoc, Sorter.DocMap sortMap) throws IOException {
    for (FieldWriter<?> writer : buffered) {
      RowLayout layout = writer.layout(vectors.alignFilePointer(RowLayout.ALIGNMENT));
      RowBuffer rows = (RowBuffer) writer.sink();
      if (sortMap == null) {
        for (int ord = 0; ord < layout.count(); ord++) {
          rows.write(ord, vectors);
        }
        writeEntry(writer.field(), layout, writer.docs(), maxDoc);
      } else {
        writeEntry(writer.field(), layout, writeSorted(writer.docs(), rows, sortMap), maxDoc);
      }
    }
  }

  private DocsWithFieldSet writeSorted(DocsWithFieldSet docs, RowBuffer rows, Sorter.DocMap sortMap)
      throws IOException {
    int[] newToOldOrd = new int[docs.cardinality()];
    DocsWithFieldSet sortedDocs = new DocsWithFieldSet();
    mapOldOrdToNewOrd(docs, sortMap, null, newToOldOrd, sortedDocs);
    for (int oldOrd : newToOldOrd) {
      rows.write(oldOrd, vectors);
    }
    return sortedDocs;
  }

  private void writeEntry(FieldInfo field, RowLayout layout, DocsWithFieldSet docs, int maxDoc)
      throws IOException {
    FieldEntry.write(field, layout, docs, maxDoc, new FieldEntry.Outputs(meta, vectors));
  }

  @Override
  public final void finish() throws IOException {
    meta.writeInt(FieldEntry.NO_MORE_FIELDS);
    CodecUtil.writeFooter(meta);
    CodecUtil.writeFooter(vectors);
  }

  @Override
  public final long ramBytesUsed() {
    long bytes = SHALLOW_BYTES;
    for (FieldWriter<?> writer : buffered) {
      bytes += writer.ramBytesUsed();
    }
    return bytes;
  }

  @Override
  public final void close() throws IOException {
    IOUtils.close(meta, vectors);
  }

  /** Chooses the subclass whose {@code mergeOneField} this Lucene calls. */
  private interface Adapter {
    Adapter CHOSEN = choose();

    NSeekVectorsWriter create(SegmentWriteState state, NSeekVectorsConfig config)
        throws IOException;

    private static Adapter choose() {
      try {
        Class<?> returned =
            KnnVectorsWriter.class
                .getMethod("mergeOneField", FieldInfo.class, MergeState.class)
                .getReturnType();
        return returned == void.class ? NSeekVectorsWriter103::new : newest();
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("this Lucene has no KnnVectorsWriter that is known here", e);
      }
    }

    /** Compiled against a newer Lucene than this class, so it cannot be named here. */
    private static Adapter newest() throws ReflectiveOperationException {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> newest = lookup.findClass("org.nseekfs.codec.NSeekVectorsWriter105");
      var constructor =
          lookup
              .findConstructor(
                  newest,
                  MethodType.methodType(
                      void.class, SegmentWriteState.class, NSeekVectorsConfig.class))
              .asType(
                  MethodType.methodType(
                      NSeekVectorsWriter.class, SegmentWriteState.class, NSeekVectorsConfig.class));
      return (state, config) -> {
        try {
          return (NSeekVectorsWriter) constructor.invokeExact(state, config);
        } catch (IOException | RuntimeException | Error e) {
          throw e;
        } catch (Throwable t) {
          throw new LinkageError("constructor threw what it does not declare", t);
        }
      };
    }
  }
}
