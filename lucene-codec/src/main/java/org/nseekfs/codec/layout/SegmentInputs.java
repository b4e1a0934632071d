package org.nseekfs.codec.layout;

import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IOContext.FileOpenHint;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOUtils;

/** The files of a segment, open for reading. Shared by threads, which clone or slice inputs. */
public final class SegmentInputs implements Closeable {

  private final Map<SegmentFile, IndexInput> inputs = new EnumMap<>(SegmentFile.class);
  private final Map<String, FieldEntry> entries = new HashMap<>();
  private final IOContext context;

  /**
   * Opens all files, or none.
   *
   * @param context of all but {@link SegmentFile#META}, which is read at once
   * @throws CorruptIndexException naming the file, if one is not what it was written as, or they
   *     are not all of one version
   * @throws org.apache.lucene.index.IndexFormatTooNewException if a later version wrote it
   * @throws org.apache.lucene.index.IndexFormatTooOldException if an earlier one did
   */
  public SegmentInputs(SegmentReadState state, IOContext context) throws IOException {
    this.context = context;
    try (IndexInput meta = SegmentFile.META.openVerified(state)) {
      int version = SegmentFile.META.readHeader(meta, state);
      Map<SegmentFile, Long> headers = new EnumMap<>(SegmentFile.class);
      Map<SegmentFile, Long> footers = new EnumMap<>(SegmentFile.class);
      for (SegmentFile file : SegmentFile.values()) {
        if (file != SegmentFile.META) {
          IndexInput in = file.open(state, context, version);
          inputs.put(file, in);
          headers.put(file, in.getFilePointer());
          footers.put(file, in.length() - CodecUtil.footerLength());
        }
      }
      int maxDoc = state.segmentInfo.maxDoc();
      readEntries(meta, state, new SegmentShape(maxDoc, headers, footers));
      checkDocs(maxDoc);
    } catch (Throwable t) {
      IOUtils.closeWhileHandlingException(inputs.values());
      throw t;
    }
  }

  private void readEntries(IndexInput meta, SegmentReadState state, SegmentShape segment)
      throws IOException {
    Map<Integer, FieldInfo> missing = new HashMap<>();
    for (FieldInfo field : state.fieldInfos) {
      if (isStoredHere(field, state.segmentSuffix)) {
        missing.put(field.number, field);
      }
    }
    GuardedRead.of(
        meta,
        "fields",
        () -> {
          for (int number = meta.readInt();
              number != FieldEntry.NO_MORE_FIELDS;
              number = meta.readInt()) {
            FieldInfo field = missing.remove(number);
            if (field == null) {
              throw new IllegalArgumentException(
                  "no field with vectors here, or none that is yet to come, has number " + number);
            }
            entries.put(field.name, readEntry(meta, field, segment));
          }
          FieldEntry.requireEqual("fields without an entry", List.of(), names(missing));
          long end = meta.length() - CodecUtil.footerLength();
          FieldEntry.requireEqual("end of all entries", end, meta.getFilePointer());
          segment.requireAllTaken();
          return null;
        });
  }

  /** Whether the files of {@code suffix} are those of the field's vectors. */
  private static boolean isStoredHere(FieldInfo field, String suffix) {
    String format = field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
    String number = field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_SUFFIX_KEY);
    return field.hasVectorValues() && (suffix.isEmpty() || suffix.equals(format + "_" + number));
  }

  private static FieldEntry readEntry(IndexInput meta, FieldInfo field, SegmentShape segment)
      throws IOException {
    String what = "entry of field \"" + field.name + "\"";
    return GuardedRead.of(meta, what, () -> FieldEntry.read(meta, field, segment));
  }

  private static List<String> names(Map<Integer, FieldInfo> fields) {
    return fields.values().stream().map(field -> field.name).sorted().toList();
  }

  private void checkDocs(int maxDoc) throws IOException {
    IndexInput vectors = input(SegmentFile.VECTORS);
    for (Map.Entry<String, FieldEntry> field : entries.entrySet()) {
      GuardedRead.of(
          vectors,
          "documents of field \"" + field.getKey() + "\"",
          () -> {
            StoredDocs.check(field.getValue(), vectors, maxDoc);
            return null;
          });
    }
  }

  /** What {@link SegmentFile#META} says of every field, by name. */
  public Map<String, FieldEntry> entries() {
    return Map.copyOf(entries);
  }

  /** The input of {@code file}, to be cloned or sliced. */
  public IndexInput input(SegmentFile file) {
    return inputs.get(file);
  }

  /** Lets the system know that files are read from their beginning to their end, until closed. */
  public Closeable readInOrder() throws IOException {
    Stream<FileOpenHint> hints =
        Stream.concat(context.hints().stream(), Stream.of(DataAccessHint.SEQUENTIAL));
    updateContext(context.withHints(hints.toArray(FileOpenHint[]::new)));
    return () -> updateContext(context);
  }

  private void updateContext(IOContext other) throws IOException {
    for (IndexInput input : inputs.values()) {
      input.updateIOContext(other);
    }
  }

  /**
   * Reads every byte.
   *
   * @throws CorruptIndexException naming the file, if one is not what was written
   */
  public void checkIntegrity() throws IOException {
    for (IndexInput input : inputs.values()) {
      CodecUtil.checksumEntireFile(input);
    }
  }

  /** Reads every byte of the rows; throws as {@link #checkIntegrity}. */
  public void checkRows() throws IOException {
    CodecUtil.checksumEntireFile(input(SegmentFile.VECTORS));
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(inputs.values());
  }
}
