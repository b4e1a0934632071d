package org.nseekfs.codec.layout;

import java.io.IOException;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;

/**
 * The files of a segment: each starts with an index header and ends with a footer.
 *
 * <p>The extensions are Lucene's own, because Elasticsearch's default store maps only those into
 * memory; the per-field suffix keeps the names apart.
 */
public enum SegmentFile {
  /** What is stored of which field, and where. */
  META("vem", "NSeekVectorsMeta"),
  /** Rows, and which documents they belong to. */
  VECTORS("vec", "NSeekVectorsData"),
  /** Codes that bound raw values from above, and their frames. */
  CODES("veq", "NSeekVectorsCodes"),
  /** Fine codes of the rows. */
  FINE_CODES("veb", "NSeekVectorsFineCodes"),
  /** Sign codes, their frames, and the buckets in whose order they are. */
  SIGN_CODES("vex", "NSeekVectorsSignCodes");

  /** The first version of the layout of all files. Not 0, so that zeros are no version. */
  public static final int VERSION_START = 1;

  /** The version that is written; those from {@link #VERSION_START} on are read. */
  public static final int VERSION_CURRENT = VERSION_START;

  private final String extension;
  private final String codecName;

  SegmentFile(String extension, String codecName) {
    this.extension = extension;
    this.codecName = codecName;
  }

  /** The end of the file's name, without the dot. */
  public String extension() {
    return extension;
  }

  /** The name in the file's header. */
  String codecName() {
    return codecName;
  }

  /** Creates the file and writes its header. */
  IndexOutput create(SegmentWriteState state) throws IOException {
    String name =
        IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension);
    IndexOutput out = state.directory.createOutput(name, state.context);
    try {
      CodecUtil.writeIndexHeader(
          out, codecName, VERSION_CURRENT, state.segmentInfo.getId(), state.segmentSuffix);
      return out;
    } catch (Throwable t) {
      IOUtils.closeWhileHandlingException(out);
      throw t;
    }
  }

  /**
   * Opens the file behind its header.
   *
   * @param metaVersion the version that {@link #META} has
   * @throws CorruptIndexException naming the file, if header or footer are not this file's, or its
   *     version is another
   * @throws org.apache.lucene.index.IndexFormatTooNewException if a later version wrote it
   * @throws org.apache.lucene.index.IndexFormatTooOldException if an earlier one did
   */
  IndexInput open(SegmentReadState state, IOContext context, int metaVersion) throws IOException {
    IndexInput in = openUnchecked(state, context);
    try {
      // The footer first: where a file ends too early, this error names it.
      CodecUtil.retrieveChecksum(in);
      in.seek(0);
      int version = readHeader(in, state);
      if (version != metaVersion) {
        throw new CorruptIndexException(
            "header: version must be " + metaVersion + " as in .vem, got " + version, in);
      }
      return in;
    } catch (Throwable t) {
      IOUtils.closeWhileHandlingException(in);
      throw t;
    }
  }

  /** Opens the file in front of its header, to be read once, and verifies every byte. */
  IndexInput openVerified(SegmentReadState state) throws IOException {
    IndexInput in = openUnchecked(state, IOContext.READONCE);
    try {
      CodecUtil.checksumEntireFile(in);
      return in;
    } catch (Throwable t) {
      IOUtils.closeWhileHandlingException(in);
      throw t;
    }
  }

  private IndexInput openUnchecked(SegmentReadState state, IOContext context) throws IOException {
    return state.directory.openInput(
        IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension),
        context);
  }

  /**
   * Goes behind the header of {@code in}; throws as {@link #open}.
   *
   * @return the version in it
   */
  int readHeader(IndexInput in, SegmentReadState state) throws IOException {
    return GuardedRead.of(
        in,
        "header",
        () ->
            CodecUtil.checkIndexHeader(
                in,
                codecName,
                VERSION_START,
                VERSION_CURRENT,
                state.segmentInfo.getId(),
                state.segmentSuffix));
  }
}
