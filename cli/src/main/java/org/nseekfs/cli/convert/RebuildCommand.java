package org.nseekfs.cli.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.nseekfs.cli.index.StagedIndex;
import org.nseekfs.cli.index.VectorField;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.Output;
import org.nseekfs.codec.IndexConversion;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Derives what lies beside the vectors of an index anew. */
@Command(
    name = "rebuild",
    description = {
      "Derive codes, sign codes and buckets of an index from its vectors anew.",
      "Heals damaged codes, as 'nseek check' finds them, and adds missing ones. Damaged vectors"
          + " cannot be healed: the command fails then.",
      "Writes a copy beside the index, compares every vector with its original bit by bit, and"
          + " replaces the index by it only then. Deleted documents are left out, fields in other"
          + " formats are kept in these. Nothing may write to the index meanwhile."
    })
public final class RebuildCommand implements Callable<Integer> {

  @Mixin private Output output;

  @Parameters(paramLabel = "INDEX", description = "The directory of the index.")
  private Path index;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    // First what puts an index back that a killed run has moved away.
    try (StagedIndex staged = StagedIndex.replacing(index, output::noteLeftover);
        Directory directory = VectorIndex.openDirectory(index);
        Lock writing = lock(directory)) {
      IndexCopy.Made made = rebuild(directory, staged.staging());
      long bytes = StagedIndex.bytes(staged.staging());
      writing.ensureValid();
      staged.publish();
      CopyResult.of(index, made, bytes, start).print(output, "rebuilt, ");
    }
    return 0;
  }

  private Lock lock(Directory directory) throws IOException {
    try {
      return directory.obtainLock(IndexWriter.WRITE_LOCK_NAME);
    } catch (LockObtainFailedException e) {
      throw new CommandFailedException(
          "something writes to " + index + ": close its writer first (" + e.getMessage() + ")");
    }
  }

  private IndexCopy.Made rebuild(Directory directory, Path place) throws IOException {
    try (DirectoryReader original = DirectoryReader.open(directory)) {
      Set<String> ours = ours(original);
      if (ours.isEmpty()) {
        throw new CommandFailedException(
            index + " has no vectors in nseek's format: 'nseek convert' copies it into that");
      }
      NSeekCodec codec =
          new NSeekCodec(
              KeptFormats.of(original, ours), NSeekVectorsConfig.DEFAULT.withFields(ours));
      return new IndexCopy(output, index, Set.of())
          .make(original, new IndexConversion(codec).withNewCodes(), place);
    }
  }

  /** The fields of which a segment is in our format. */
  private static Set<String> ours(DirectoryReader reader) {
    Set<String> ours = new TreeSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      for (VectorField field : VectorField.of(leaf.reader().getFieldInfos())) {
        if (field.isOurs()) {
          ours.add(field.name());
        }
      }
    }
    return ours;
  }
}
