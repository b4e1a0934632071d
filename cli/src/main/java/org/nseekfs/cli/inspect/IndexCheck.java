package org.nseekfs.cli.inspect;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.NoLockFactory;
import org.nseekfs.cli.index.VectorField;
import org.nseekfs.codec.NSeekVectorsFormat;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.NormLimits;
import org.nseekfs.quantization.RowReader;

/** Reads an index through and collects what is wrong with it. */
final class IndexCheck {

  /** A file of codes of ours, as messages of Lucene name it. */
  private static final Pattern CODES =
      Pattern.compile("_" + NSeekVectorsFormat.NAME + "_[0-9a-z]+\\.ve[qbx]\\b");

  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private boolean isOpened;
  private long decoded;

  /** What is wrong. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * Whether all that is wrong is in codes of an index that can be opened, so that they can be
   * derived from the vectors anew.
   */
  public boolean isOnlyCodes() {
    return !problems.isEmpty()
        && isOpened
        && problems.stream().allMatch(problem -> CODES.matcher(problem).find());
  }

  /** What is right but slow. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Vectors read so far. */
  public long decoded() {
    return decoded;
  }

  /**
   * Opens every file, so that what this user may not read is not taken for damage.
   *
   * @throws FileSystemException naming the first file that cannot be opened, though it is there
   */
  public static void requireReadable(Directory directory) throws IOException {
    for (String file : directory.listAll()) {
      try {
        directory.openInput(file, IOContext.READONCE).close();
      } catch (IOException e) {
        // Whether the index is sound without a file is for the check to say.
        if (e instanceof FileSystemException && !(e instanceof NoSuchFileException)) {
          throw e;
        }
      }
    }
  }

  /** Runs Lucene's own check at its highest level; takes no lock, writes nothing. */
  public void byLucene(Directory directory) throws IOException {
    try (CheckIndex checker =
        new CheckIndex(
            directory, NoLockFactory.INSTANCE.obtainLock(directory, IndexWriter.WRITE_LOCK_NAME))) {
      checker.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_SLOW_CHECKS);
      CheckIndex.Status status = checker.checkIndex();
      for (CheckIndex.Status.SegmentInfoStatus segment : status.segmentInfos) {
        if (segment.error != null) {
          problems.add("segment " + segment.name + ": " + rootMessage(segment.error));
        }
      }
      if (!status.clean && problems.isEmpty()) {
        problems.add("Lucene's CheckIndex finds the index broken");
      }
    }
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }

  /** How many vectors {@link #vectors} will read; 0 if the index cannot be opened. */
  public long vectorsIn(Directory directory) {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      long vectors = 0;
      for (LeafReaderContext leaf : reader.leaves()) {
        SegmentReader segment = (SegmentReader) leaf.reader();
        for (VectorField field : VectorField.of(segment.getFieldInfos())) {
          vectors += VectorFieldFacts.count(segment, field.info());
        }
      }
      return vectors;
    } catch (IOException | RuntimeException e) {
      // The check itself says why.
      return 0;
    }
  }

  /**
   * Decodes every vector, and compares every field's type with its format.
   *
   * @param progress hears how many vectors were read
   */
  public void vectors(Directory directory, LongConsumer progress) {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      isOpened = true;
      for (LeafReaderContext leaf : reader.leaves()) {
        SegmentReader segment = (SegmentReader) leaf.reader();
        for (FieldInfo fieldInfo : segment.getFieldInfos()) {
          if (fieldInfo.hasVectorValues()) {
            checkField(segment, fieldInfo, progress);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      problems.add("cannot be read: " + rootMessage(e));
    }
  }

  private void checkField(SegmentReader segment, FieldInfo fieldInfo, LongConsumer progress) {
    String place =
        "segment " + segment.getSegmentName() + ", field \"" + fieldInfo.getName() + "\"";
    if (!new VectorField(fieldInfo).isOurs() && isFormerlyOurs(place, fieldInfo)) {
      return;
    }
    try {
      if (FieldShape.isFloat(fieldInfo)) {
        decodeFloats(place, segment.getFloatVectorValues(fieldInfo.getName()), fieldInfo, progress);
      } else {
        decodeBytes(place, segment.getByteVectorValues(fieldInfo.getName()), fieldInfo, progress);
      }
    } catch (IOException | RuntimeException e) {
      problems.add(place + ": cannot be decoded: " + rootMessage(e));
    }
  }

  /** Tells of a field of ours in a foreign format; whether its values mean nothing there. */
  private boolean isFormerlyOurs(String place, FieldInfo fieldInfo) {
    String label = fieldInfo.getAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE);
    if (label == null) {
      return false;
    }
    String fact =
        place + ": " + label + " vectors in format " + new VectorField(fieldInfo).format();
    if (ElementType.F64.label().equals(label)) {
      problems.add(fact + ", which takes them for bytes; merge it with NSeekCodec");
      return true;
    }
    warnings.add(fact + ": exact, but slower; merge it with NSeekCodec");
    return false;
  }

  private void decodeFloats(
      String place, FloatVectorValues values, FieldInfo fieldInfo, LongConsumer progress)
      throws IOException {
    for (int ord = 0; values != null && ord < values.size(); ord++) {
      check(place, ord, RowReader.widen(values.vectorValue(ord)), fieldInfo);
      progress.accept(++decoded);
    }
  }

  private void decodeBytes(
      String place, ByteVectorValues values, FieldInfo fieldInfo, LongConsumer progress)
      throws IOException {
    boolean doubles = new VectorField(fieldInfo).type() == ElementType.F64;
    for (int ord = 0; values != null && ord < values.size(); ord++) {
      byte[] row = values.vectorValue(ord);
      check(place, ord, doubles ? DoubleRows.decode(row) : RowReader.widen(row), fieldInfo);
      progress.accept(++decoded);
    }
  }

  /** Tells of elements that are not finite, else of a vector that searches do not know to rank. */
  private void check(String place, int ord, double[] vector, FieldInfo fieldInfo) {
    for (int i = 0; i < vector.length; i++) {
      if (!Double.isFinite(vector[i])) {
        problems.add(place + ": " + vector[i] + " at ord " + ord + ", position " + i);
        return;
      }
    }
    try {
      NormLimits.of(
              new VectorField(fieldInfo).type(),
              RawScores.similarity(fieldInfo.getVectorSimilarityFunction()))
          .requireWithin("vector at ord " + ord, vector);
    } catch (IllegalArgumentException e) {
      problems.add(place + ": " + e.getMessage());
    }
  }
}
