package org.nseekfs.codec;

import static org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.RamUsageEstimator;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.layout.SegmentOutputs;
import org.nseekfs.codec.merge.MergePlan;
import org.nseekfs.codec.merge.MergedRows;
import org.nseekfs.codec.merge.MergedVectors;
import org.nseekfs.codec.write.BufferedVectors;
import org.nseekfs.codec.write.CodeFrames;
import org.nseekfs.codec.write.FieldFrames;
import org.nseekfs.codec.write.FieldWriter;
import org.nseekfs.codec.write.KnownCodes;
import org.nseekfs.codec.write.RowBuffer;
import org.nseekfs.codec.write.RowFiles;
import org.nseekfs.quantization.Checkpoint;

/**
 * Writes the files of a segment. At a flush, rows are kept on the heap until {@link #flush}; in a
 * merge they go straight to disk.
 *
 * <p>The return type of {@code mergeOneField} changed in Lucene 10.5, so two adapters override it
 * and call {@link #mergeField}.
 */
abstract class NSeekVectorsWriter extends KnnVectorsWriter {

  private static final long SHALLOW_BYTES =
      RamUsageEstimator.shallowSizeOfInstance(NSeekVectorsWriter.class);

  private final NSeekVectorsConfig config;
  private final CodeFrames frames;
  private final SegmentOutputs outputs;
  private final List<FieldWriter<?>> buffered = new ArrayList<>();

  NSeekVectorsWriter(SegmentWriteState state, NSeekVectorsConfig config, CodeFrames frames)
      throws IOException {
    this.config = config;
    this.frames = frames;
    this.outputs = new SegmentOutputs(state);
  }

  /** The writer for the Lucene on the class path. */
  static NSeekVectorsWriter create(
      SegmentWriteState state, NSeekVectorsConfig config, CodeFrames frames) throws IOException {
    return Adapter.CHOSEN.create(state, config, frames);
  }

  /** The files being written. */
  final SegmentOutputs outputs() {
    return outputs;
  }

  @Override
  public final FieldWriter<?> addField(FieldInfo field) {
    FieldWriter<?> writer = newFieldWriter(field);
    buffered.add(writer);
    field.putAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE, writer.shape().type().label());
    return writer;
  }

  private FieldWriter<?> newFieldWriter(FieldInfo field) {
    try {
      return new FieldWriter<>(field, FieldShape.of(field, config.typeOf(field)));
    } catch (IllegalArgumentException fault) {
      return new FieldWriter<>(field, fault);
    }
  }

  /**
   * Merges a field, as an adapter is told to.
   *
   * @param abortCheck throws if the merge was aborted; run every few milliseconds
   */
  final void mergeField(FieldInfo field, MergeState mergeState, IORunnable abortCheck)
      throws IOException {
    Checkpoint checkpoint = unchecked(abortCheck);
    try {
      MergePlan plan =
          MergePlan.before(field, mergeState, NSeekVectorsReader::find, config::typeOf, checkpoint);
      if (mergeState.infoStream.isEnabled(NSeekVectorsFormat.INFO_STREAM_COMPONENT)) {
        mergeState.infoStream.message(NSeekVectorsFormat.INFO_STREAM_COMPONENT, plan.toString());
      }
      FieldShape shape = plan.shape();
      field.putAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE, shape.type().label());
      FieldFrames chosen =
          frames.choose(shape, new MergedVectors(plan, shape, checkpoint), plan.frames());
      RowFiles files = new RowFiles(shape, chosen, outputs);
      MergedRows rows = new MergedRows(plan, shape, chosen.codes());
      DocsWithFieldSet docs = new DocsWithFieldSet();
      // Not by a reader's getMergeInstance(): from Lucene 10.5 on nobody calls finishMerge().
      Closeable reading = plan.readInOrder();
      try (reading) {
        for (int doc = rows.nextDoc(); doc != NO_MORE_DOCS; doc = rows.nextDoc()) {
          checkpoint.pass();
          files.add(rows.row(), rows);
          docs.add(doc);
        }
      }
      files.finish(field, docs);
    } catch (UncheckedIOException e) {
      // IndexWriter must see that this is no fault, but the abort it asked for.
      throw e.getCause();
    }
  }

  private static Checkpoint unchecked(IORunnable check) {
    return () -> {
      try {
        check.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  @Override
  public final void flush(int maxDoc, Sorter.DocMap sortMap) throws IOException {
    for (FieldWriter<?> writer : buffered) {
      FieldShape shape = writer.shape();
      RowBuffer rows = writer.rows();
      BufferedVectors vectors = new BufferedVectors(shape, rows);
      FieldFrames chosen = frames.choose(shape, vectors, FieldFrames.NONE);
      RowFiles files = new RowFiles(shape, chosen, outputs);
      if (sortMap == null) {
        for (int ord = 0; ord < rows.count(); ord++) {
          files.add(rows.get(ord), KnownCodes.NONE);
        }
        files.finish(writer.field(), writer.docs());
      } else {
        files.finish(writer.field(), writeSorted(writer.docs(), rows, sortMap, files));
      }
    }
  }

  private static DocsWithFieldSet writeSorted(
      DocsWithFieldSet docs, RowBuffer rows, Sorter.DocMap sortMap, RowFiles files)
      throws IOException {
    int[] newToOldOrd = new int[docs.cardinality()];
    DocsWithFieldSet sortedDocs = new DocsWithFieldSet();
    mapOldOrdToNewOrd(docs, sortMap, null, newToOldOrd, sortedDocs);
    for (int oldOrd : newToOldOrd) {
      files.add(rows.get(oldOrd), KnownCodes.NONE);
    }
    return sortedDocs;
  }

  @Override
  public final void finish() throws IOException {
    outputs.finish();
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
    outputs.close();
  }

  /** Chooses the subclass whose {@code mergeOneField} this Lucene calls. */
  private interface Adapter {
    Adapter CHOSEN = choose();

    NSeekVectorsWriter create(SegmentWriteState state, NSeekVectorsConfig config, CodeFrames frames)
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
      MethodType made =
          MethodType.methodType(
              NSeekVectorsWriter.class,
              SegmentWriteState.class,
              NSeekVectorsConfig.class,
              CodeFrames.class);
      var constructor =
          lookup.findConstructor(newest, made.changeReturnType(void.class)).asType(made);
      return (state, config, frames) -> {
        try {
          return (NSeekVectorsWriter) constructor.invokeExact(state, config, frames);
        } catch (IOException | RuntimeException | Error e) {
          throw e;
        } catch (Throwable t) {
          throw new LinkageError("constructor threw what it does not declare", t);
        }
      };
    }
  }
}
