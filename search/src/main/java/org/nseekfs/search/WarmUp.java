package org.nseekfs.search;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.NoMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.ThreadInterruptedException;
import org.nseekfs.codec.DoubleVectorField;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.Similarity;

/**
 * Searches before users do, so that the JVM has loaded and compiled what a search runs: until then
 * vector instructions are interpreted, and a first search takes seconds.
 *
 * <p>A run makes a small index in the folder for temporary files, mapped into memory as real ones
 * are, searches it exactly and to a recall target, with a filter and without, and removes it. It
 * takes some seconds of two processors for the first kind of field, about one for each other, and
 * for that time up to 48 MB of heap and of disk. An element type and a similarity are a kind, the
 * dot product and the maximum inner product being one similarity; dimensions and indexes do not
 * matter.
 *
 * <p>A JVM warms up each kind once, whoever asks for it, and one at a time. Shared by threads.
 */
public final class WarmUp implements Closeable {

  /** So many that a segment has codes of every sort, sign codes in buckets too. */
  private static final int ROWS = 16_384;

  /** So many that fine codes pay. */
  private static final int DIMENSION = 192;

  /** Rounds of four searches, after which what a search runs often is compiled. */
  private static final int ROUNDS = 60;

  private static final int K = 10;
  private static final double RECALL_TARGET = 0.95;
  private static final long SEED = 18_181;

  /** Bytes of heap that must be free: twice what a run takes. */
  private static final long LEAST_HEAP = 96L << 20;

  private static final String VECTOR = "vector";
  private static final Term HALF = new Term("half", "first");

  private static final Set<Kind> DONE = ConcurrentHashMap.newKeySet();
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private volatile boolean isClosed;

  private record Kind(ElementType type, Similarity similarity) {

    static Kind of(ElementType type, VectorSimilarityFunction similarityFunction) {
      return new Kind(type, RawScores.similarity(similarityFunction));
    }
  }

  /** One that runs until it is closed. */
  public WarmUp() {}

  /** Whether a run for fields of this kind has come to its end in this JVM, in whatever way. */
  public static boolean isDone(ElementType type, VectorSimilarityFunction similarityFunction) {
    return DONE.contains(Kind.of(type, similarityFunction));
  }

  /**
   * Warms up searches of fields of a kind, unless that {@link #isDone}: waits for other runs, and
   * returns when searches are fast.
   *
   * <p>Returns early if {@link #close} is called or the thread is interrupted, and leaves the
   * interrupt standing; the kind may then be asked for again. While a segment is written, for a
   * second or two, it notices neither.
   *
   * <p>Throws no exception: what goes wrong is logged as a warning, and not tried again; neither is
   * a run for which less than 96 MB of heap are free.
   */
  public void run(ElementType type, VectorSimilarityFunction similarityFunction) {
    try {
      ONE_AT_A_TIME.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      Kind kind = Kind.of(type, similarityFunction);
      if (isWanted() && !DONE.contains(kind)) {
        Searches searches = new Searches(type, similarityFunction);
        if (freeHeap() < LEAST_HEAP) {
          warn(searches, null);
        } else {
          run(searches);
        }
        if (isWanted()) {
          DONE.add(kind);
        }
      }
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  /** Ends what runs, and has whatever is asked for later do nothing. */
  @Override
  public void close() {
    isClosed = true;
  }

  private boolean isWanted() {
    return !isClosed && !Thread.currentThread().isInterrupted();
  }

  private void run(Searches searches) {
    try {
      Path folder = Files.createTempDirectory("nseek-warm-up");
      try (Directory directory = new MMapDirectory(folder, NoLockFactory.INSTANCE)) {
        searches.write(directory);
        searches.search(directory);
      } finally {
        IOUtils.rm(folder);
      }
    } catch (ThreadInterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | LinkageError e) {
      if (isWanted()) {
        warn(searches, e);
      }
    }
  }

  private static long freeHeap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
  }

  /** Logs that nothing is warm, for want of heap if there is no other cause. */
  private static void warn(Searches searches, Throwable cause) {
    String why = cause == null ? " (less than 96 MB of heap are free)" : "";
    System.getLogger(WarmUp.class.getName())
        .log(
            Level.WARNING,
            "no warm-up of " + searches + ": first searches will be slow" + why,
            cause);
  }

  /** An index of one kind of field, and searches of it. */
  private final class Searches {
    private final ElementType type;
    private final VectorSimilarityFunction similarityFunction;
    private final Random random = new Random(SEED);

    Searches(ElementType type, VectorSimilarityFunction similarityFunction) {
      this.type = type;
      this.similarityFunction = similarityFunction;
    }

    /** Writes one segment. */
    void write(Directory directory) throws IOException {
      NSeekVectorsConfig config = NSeekVectorsConfig.DEFAULT;
      IndexWriterConfig writerConfig =
          new IndexWriterConfig()
              .setCodec(new NSeekCodec(type.isFloat() ? config.withDefaultType(type) : config))
              .setMaxBufferedDocs(ROWS)
              .setRAMBufferSizeMB(IndexWriterConfig.DISABLE_AUTO_FLUSH)
              .setMergePolicy(NoMergePolicy.INSTANCE)
              .setMergeScheduler(NoMergeScheduler.INSTANCE)
              .setCommitOnClose(false);
      try (IndexWriter writer = new IndexWriter(directory, writerConfig)) {
        for (int row = 0; row < ROWS && isWanted(); row++) {
          Document document = new Document();
          document.add(field());
          document.add(
              new StringField(HALF.field(), row % 2 == 0 ? "first" : "second", Field.Store.NO));
          writer.addDocument(document);
        }
        if (isWanted()) {
          writer.commit();
        }
      }
    }

    void search(Directory directory) throws IOException {
      if (!isWanted()) {
        return;
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        for (int round = 0; round < ROUNDS && isWanted(); round++) {
          QueryVector target = QueryVector.ofArray(vector());
          search(searcher, target, null);
          search(searcher, target, new TermQuery(HALF));
        }
      }
    }

    private void search(IndexSearcher searcher, QueryVector target, Query filter)
        throws IOException {
      new ExactKnnVectorQuery(VECTOR, target, K, filter).search(searcher);
      new LshKnnVectorQuery(VECTOR, target, K, RECALL_TARGET, filter).search(searcher);
    }

    private Field field() {
      return switch (vector()) {
        case float[] floats -> new KnnFloatVectorField(VECTOR, floats, similarityFunction);
        case double[] doubles -> new DoubleVectorField(VECTOR, doubles, similarityFunction);
        case Object bytes -> new KnnByteVectorField(VECTOR, (byte[]) bytes, similarityFunction);
      };
    }

    /** A vector of the type's array class, shorter along each direction, so that codes pay. */
    private Object vector() {
      double[] doubles = new double[DIMENSION];
      float[] floats = new float[DIMENSION];
      byte[] bytes = new byte[DIMENSION];
      for (int i = 0; i < DIMENSION; i++) {
        doubles[i] = random.nextGaussian() / Math.sqrt(i + 1);
        floats[i] = (float) doubles[i];
        bytes[i] = (byte) Math.clamp(Math.round(30 * doubles[i]), Byte.MIN_VALUE, Byte.MAX_VALUE);
      }
      return switch (type) {
        case F8, F16, BF16, F32 -> floats;
        case F64 -> doubles;
        case BYTE -> bytes;
      };
    }

    @Override
    public String toString() {
      return type.label() + " fields under " + similarityFunction;
    }
  }
}
