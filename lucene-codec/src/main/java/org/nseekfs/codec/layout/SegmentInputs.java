package org.nseekfs.codec.layout;

import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOUtils;

/** The files of a segment, open for reading. Shared by threads, which clone or slice inputs. */
public final class SegmentInputs implements Closeable {

  private final Map<SegmentFile, IndexInput> inputs = new EnumMap<>(SegmentFile.class);
  private final Map<String, FieldEntry> entries = new HashMap<>();

  /**
   * Opens all files, or none.
   *
   * @param context of all but {@link SegmentFile#META}, which is read at once
   * @throws CorruptIndexException naming the file, if one is not what it was written as
   * @throws org.apache.lucene.index.IndexFormatTooNewException if a later version wrote it
   */
  public SegmentInputs(SegmentReadState state, IOContext context) throws IOException {
    try (IndexInput meta = SegmentFile.META.openVerified(state)) {
      Map<SegmentFile, Long> lengths = new EnumMap<>(SegmentFile.class);
      for (SegmentFile file : SegmentFile.values()) {
        if (file != SegmentFile.META) {
          IndexInput in = file.open(state, context);
          inputs.put(file, in);
          lengths.put(file, in.length() - CodecUtil.footerLength());
        }
      }
      readEntries(meta, state, new SegmentShape(state.segmentInfo.maxDoc(), lengths));
    } catch (Throwable t) {
      IOUtils.closeWhileHandlingException(inputs.values());
      throw t;
    }
  }

  private void readEntries(IndexInput meta, SegmentReadState state, SegmentShape segment)
      throws IOException {
    for (int number = meta.readInt();
        number != FieldEntry.NO_MORE_FIELDS;
        number = meta.readInt()) {
      FieldInfo field = number < 0 ? null : state.fieldInfos.fieldInfo(number);
      if (field == null || !field.hasVectorValues()) {
        throw new CorruptIndexException("no field with vectors has number " + number, meta);
      }
      entries.put(field.name, FieldEntry.read(meta, field, segment));
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

  @Override
  public void close() throws IOException {
    IOUtils.close(inputs.values());
  }
}
