package org.nseekfs.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.IOUtils;
import org.nseekfs.cli.build.IndexWriting;

/** Builds an engine's index of a whole data set, with the segments and deletes of a run. */
public final class IndexBuild {

  private static final int PROGRESS_STEP = 10_000;

  /** So large that no segment is flushed before it is whole. */
  private static final double WHOLE_SEGMENT_MB = 2047;

  private final IndexedPeer peer;
  private final Workbench bench;
  private final WriterSettings settings;

  /** A build of {@code peer}'s index. */
  public IndexBuild(IndexedPeer peer, Workbench bench, WriterSettings settings) {
    this.peer = peer;
    this.bench = bench;
    this.settings = settings;
  }

  /**
   * What a build took.
   *
   * @param addSeconds adding every vector, flushes and merges on the way included
   * @param mergeSeconds flushing the rest and merging to one segment, if one is wanted; deleting
   * @param commitSeconds committing and closing
   * @param size of the index
   */
  public record Cost(double addSeconds, double mergeSeconds, double commitSeconds, IndexSize size) {

    /** All of it. */
    public double seconds() {
      return addSeconds + mergeSeconds + commitSeconds;
    }
  }

  /** Builds the index at {@code path}, instead of what is there. */
  public Cost build(Path path) throws IOException {
    IOUtils.rm(path);
    Files.createDirectories(path);
    try (Directory directory = directory(path)) {
      long start = System.nanoTime();
      long[] times = new long[2];
      IndexWriting.run(
          directory,
          config(),
          writer -> {
            addAll(writer);
            times[0] = System.nanoTime();
            if (isOfOneSegment()) {
              writer.forceMerge(1);
            }
            delete(writer);
            times[1] = System.nanoTime();
            writer.commit();
          });
      long closed = System.nanoTime();
      return new Cost(
          (times[0] - start) / 1e9,
          (times[1] - times[0]) / 1e9,
          (closed - times[1]) / 1e9,
          size(directory));
    }
  }

  private void addAll(IndexWriter writer) throws IOException {
    int count = bench.data().base().count();
    String what = "index " + peer.indexName();
    int[] starts = bench.conditions().starts(count);
    int segment = 1;
    for (int row = 0; row < count; row++) {
      if (row % PROGRESS_STEP == 0) {
        bench.progress().at(what, row, count);
      }
      Document document = new Document();
      document.add(new NumericDocValuesField(IndexedPeer.ROW, row));
      document.add(peer.field(bench.data(), row));
      writer.addDocument(document);
      if (!isOfOneSegment() && row + 1 == starts[segment]) {
        writer.flush();
        segment++;
      }
    }
    bench.progress().at(what, count, count);
  }

  private boolean isOfOneSegment() {
    return bench.conditions().segments() == 1;
  }

  private void delete(IndexWriter writer) throws IOException {
    if (bench.conditions().hasDeletes()) {
      FixedBitSet rows = bench.conditions().deleted(bench.data().base().count());
      writer.deleteDocuments(
          NumericDocValuesField.newSlowSetQuery(
              IndexedPeer.ROW,
              IntStream.range(0, rows.length()).filter(rows::get).asLongStream().toArray()));
    }
  }

  private IndexWriterConfig config() {
    return new IndexWriterConfig()
        .setCodec(peer.codec())
        .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
        .setRAMBufferSizeMB(isOfOneSegment() ? settings.ramBufferMb() : WHOLE_SEGMENT_MB)
        .setMergePolicy(isOfOneSegment() ? new TieredMergePolicy() : NoMergePolicy.INSTANCE)
        .setMergeScheduler(
            settings.concurrentMerges()
                ? new ConcurrentMergeScheduler()
                : new SerialMergeScheduler());
  }

  private Directory directory(Path path) throws IOException {
    Directory directory = new MMapDirectory(path);
    return settings.fsync() ? directory : new UnsyncedDirectory(directory);
  }

  /** Whether an earlier run left the whole index at {@code path}. */
  static boolean isComplete(Path path, Workbench bench) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Directory directory = new MMapDirectory(path)) {
      if (!DirectoryReader.indexExists(directory)) {
        return false;
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        return reader.maxDoc() == bench.data().base().count()
            && reader.leaves().size() == bench.conditions().segments()
            && reader.hasDeletions() == bench.conditions().hasDeletes();
      }
    }
  }

  private static IndexSize size(Directory directory) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return IndexSize.of(directory, reader);
    }
  }

  /** Leaves it to the operating system when files reach the disk. */
  private static final class UnsyncedDirectory extends FilterDirectory {

    UnsyncedDirectory(Directory in) {
      super(in);
    }

    @Override
    public void sync(Collection<String> names) {}

    @Override
    public void syncMetaData() {}
  }
}
