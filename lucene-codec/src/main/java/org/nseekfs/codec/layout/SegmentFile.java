package org.nseekfs.codec.layout;

import java.io.IOException;
import org.apache.lucene.codecs.CodecUtil;
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

  /** The layout of all files. */
  private static final int VERSION = 3;

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
          out, codecName, VERSION, state.segmentInfo.getId(), state.segmentSuffix);
      return out;
    } catch (Throwable t) {
      IOUtils.closeWhileHandlingException(out);
      throw t;
    }
  }

  /**
   * Opens the file behind its header.
   *
   * @throws org.apache.lucene.index.CorruptIndexException naming the file, if header or footer are
   *     not this file's
   * @throws org.apache.lucene.index.IndexFormatTooNewException if a later version wrote it
   * @throws org.apache.lucene.index.IndexFormatTooOldException if an earlier one did
   */
  IndexInput open(SegmentReadState state, IOContext context) throws IOException {
    IndexInput in = openUnchecked(state, context);
    try {
      // The footer first: where a file ends too early, this error names it.
      CodecUtil.retrieveChecksum(in);
      in.seek(0);
      checkHeader(in, state);
      return in;
    } catch (Throwable t) {
      IOUtils.closeWhileHandlingException(in);
      throw t;
    }
  }

  /** Opens the file as {@link #open} does, to be read once, and verifies every byte first. */
  IndexInput openVerified(SegmentReadState state) throws IOException {
    IndexInput in = openUnchecked(state, IOContext.READONCE);
    try {
      CodecUtil.checksumEntireFile(in);
      checkHeader(in, state);
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

  /** Goes behind the header. */
  private void checkHeader(IndexInput in, SegmentReadState state) throws IOException {
    GuardedRead.of(
        in,
        "header",
        () ->
            CodecUtil.checkIndexHeader(
                in, codecName, VERSION, VERSION, state.segmentInfo.getId(), state.segmentSuffix));
  }
}
