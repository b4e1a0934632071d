package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.InfoStream;
import org.junit.jupiter.api.Test;
import org.nseekfs.codec.write.CodeFrames;
import org.nseekfs.quantization.lsh.HashLearner;

/**
 * Merges that are aborted in the middle of each of their phases. What they do after that is
 * counted, in steps that the directory and the info stream see, so that no clock decides.
 */
class AbortedMergeTest {

  private static final long SEED = 55170;
  private static final int DIMENSION = 128;
  private static final int ROWS = CodeFrames.MIN_HASHED_ROWS + 1000;

  /** Points that buckets are learned from. */
  private static final int SAMPLE = HashLearner.sampleSize((int) Math.round(2 * Math.sqrt(ROWS)));

  /** Steps of a phase, or phases, that may go by until the abort is noticed. */
  private static final int FEW = 200;

  /** What a merge does, in this order. */
  private enum Step {
    PLAN,
    CREATE_TEMPORARY,
    OPEN_POINTS,
    READ_POINTS,
    OPEN_CODES,
    READ_CODES
  }

  /** Aborts the merge at the {@code at}-th of the steps of a kind, and counts all after that. */
  private static final class Abort {
    private final Step step;
    private final int at;
    private final int[] before = new int[Step.values().length];
    private final int[] after = new int[Step.values().length];
    private final AtomicReference<MergePolicy.OneMerge> merge = new AtomicReference<>();
    private IndexWriter writer;
    private Thread rollback;
    private Throwable failure;

    Abort(Step step, int at) {
      this.step = step;
      this.at = at;
    }

    /** Called by the thread that merges, if there is a merge. */
    void on(Step now) {
      if (merge.get() == null || !(Thread.currentThread().getName().contains("Merge Thread"))) {
        return;
      }
      if (rollback != null) {
        after[now.ordinal()]++;
      } else if (++before[now.ordinal()] == at && now == step) {
        abort();
      }
    }

    private void abort() {
      rollback =
          new Thread(
              () -> {
                try {
                  writer.rollback();
                } catch (Throwable t) {
                  failure = t;
                }
              });
      rollback.start();
      while (!merge.get().isAborted()) {
        Thread.onSpinWait();
      }
      // Before Lucene 10.5 the writer asks twenty times a second.
      long start = System.nanoTime();
      while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(60)) {
        Thread.onSpinWait();
      }
    }

    int after(Step counted) {
      return after[counted.ordinal()];
    }
  }

  /** Tells of what is done with temporary files. */
  private static final class Watched extends FilterDirectory {
    private final Abort abort;

    Watched(Abort abort) {
      super(new ByteBuffersDirectory());
      this.abort = abort;
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
        throws IOException {
      abort.on(Step.CREATE_TEMPORARY);
      return super.createTempOutput(prefix, suffix, context);
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
      IndexInput in = super.openInput(name, context);
      if (name.contains("_points_")) {
        abort.on(Step.OPEN_POINTS);
        return new WatchedInput(in, Step.READ_POINTS);
      }
      if (name.contains("_signs_")) {
        abort.on(Step.OPEN_CODES);
        return new WatchedInput(in, Step.READ_CODES);
      }
      return in;
    }

    private final class WatchedInput extends FilterIndexInput {
      private final Step read;

      WatchedInput(IndexInput in, Step read) {
        super("watched", in);
        this.read = read;
      }

      @Override
      public void readFloats(float[] floats, int offset, int length) throws IOException {
        abort.on(read);
        super.readFloats(floats, offset, length);
      }

      @Override
      public void readBytes(byte[] bytes, int offset, int length) throws IOException {
        if (read == Step.READ_CODES) {
          abort.on(read);
        }
        super.readBytes(bytes, offset, length);
      }
    }
  }

  /** All segments at once, when told to. */
  private static final class OneMergePolicy extends LogDocMergePolicy {
    private final Abort abort;

    OneMergePolicy(Abort abort) {
      this.abort = abort;
      setMergeFactor(10_000);
    }

    @Override
    public MergeSpecification findMerges(
        MergeTrigger trigger, SegmentInfos infos, MergeContext context) {
      return null;
    }

    @Override
    public MergeSpecification findForcedMerges(
        SegmentInfos infos,
        int most,
        Map<SegmentCommitInfo, Boolean> segmentsToMerge,
        MergeContext context) {
      if (infos.size() < 2) {
        return null;
      }
      MergeSpecification specification = new MergeSpecification();
      OneMerge merge = new OneMerge(infos.asList());
      abort.merge.set(merge);
      specification.add(merge);
      return specification;
    }
  }

  private static final class WatchedStream extends InfoStream {
    private final Abort abort;

    WatchedStream(Abort abort) {
      this.abort = abort;
    }

    @Override
    public void message(String component, String message) {
      abort.on(Step.PLAN);
    }

    @Override
    public boolean isEnabled(String component) {
      return component.equals(NSeekVectorsFormat.INFO_STREAM_COMPONENT);
    }

    @Override
    public void close() {}
  }

  private static Abort abortAt(Step step, int at) throws Exception {
    Abort abort = new Abort(step, at);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new NSeekCodec())
            .setMergePolicy(new OneMergePolicy(abort))
            .setMergeScheduler(new ConcurrentMergeScheduler())
            .setInfoStream(new WatchedStream(abort));
    try (Watched directory = new Watched(abort)) {
      abort.writer = new IndexWriter(directory, config);
      add(abort.writer);
      abort.writer.forceMerge(1, false);
      while (abort.writer.hasPendingMerges() || abort.writer.getMergingSegments().size() > 0) {
        Thread.onSpinWait();
      }
      if (abort.rollback != null) {
        abort.rollback.join();
      }
      assertNull(abort.failure, "rollback throws nothing");
      assertFalse(abort.writer.isOpen(), Arrays.toString(abort.before));
      for (String file : directory.listAll()) {
        assertFalse(file.endsWith(".tmp"), file + " is left");
      }
    }
    return abort;
  }

  /** Segments too small for frames, so that the merge learns all. */
  private static void add(IndexWriter writer) throws IOException {
    Random random = new Random(SEED);
    float[] vector = new float[DIMENSION];
    for (int id = 0; id < ROWS; id++) {
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) (random.nextGaussian() / Math.sqrt(i + 1));
      }
      Document document = new Document();
      document.add(new KnnFloatVectorField("v", vector, VectorSimilarityFunction.DOT_PRODUCT));
      writer.addDocument(document);
      if (id % (CodeFrames.MIN_ROWS - 1) == 0) {
        writer.flush();
      }
    }
    writer.flush();
  }

  @Test
  void whileFramesAreLearned() throws Exception {
    Abort abort = abortAt(Step.PLAN, 1);
    assertEquals(0, abort.after(Step.CREATE_TEMPORARY), "frames were learned to the end");
  }

  @Test
  void beforeBucketsAreLearned() throws Exception {
    Abort abort = abortAt(Step.OPEN_POINTS, 1);
    assertTrue(abort.after(Step.READ_POINTS) < FEW, abort.after(Step.READ_POINTS) + " reads");
  }

  @Test
  void whileBucketsAreLearned() throws Exception {
    Abort abort = abortAt(Step.READ_POINTS, SAMPLE);
    assertEquals(0, abort.after(Step.READ_POINTS), "buckets were learned to the end");
  }

  @Test
  void whileRowsAreHashed() throws Exception {
    Abort abort = abortAt(Step.READ_POINTS, SAMPLE + 5);
    assertTrue(abort.after(Step.READ_POINTS) < FEW, abort.after(Step.READ_POINTS) + " reads");
    assertEquals(0, abort.after(Step.OPEN_CODES), "rows were hashed to the end");
  }

  @Test
  void whileRatesAreLearned() throws Exception {
    Abort abort = abortAt(Step.READ_POINTS, SAMPLE + Math.ceilDiv(ROWS, 64));
    assertEquals(0, abort.after(Step.OPEN_CODES), "rates were learned to the end");
  }

  @Test
  void whileCodesAreOrdered() throws Exception {
    Abort abort = abortAt(Step.READ_CODES, 1000);
    assertTrue(abort.after(Step.READ_CODES) < FEW, abort.after(Step.READ_CODES) + " reads");
  }
}
