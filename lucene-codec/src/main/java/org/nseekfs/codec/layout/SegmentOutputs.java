package org.nseekfs.codec.layout;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;

/** All files of a segment, being written. */
public final class SegmentOutputs implements Closeable {

  private final SegmentWriteState state;
  private final Map<SegmentFile, IndexOutput> outputs = new EnumMap<>(SegmentFile.class);
  private final List<TemporaryFile> temporaries = new ArrayList<>();

  /** Creates all files, or none. */
  public SegmentOutputs(SegmentWriteState state) throws IOException {
    this.state = state;
    try {
      for (SegmentFile file : SegmentFile.values()) {
        outputs.put(file, file.create(state));
      }
    } catch (Throwable t) {
      IOUtils.closeWhileHandlingException(outputs.values());
      throw t;
    }
  }

  /** Documents of the segment; known once all have been added. */
  int maxDoc() {
    return state.segmentInfo.maxDoc();
  }

  /** The output of {@link SegmentFile#META}. */
  IndexOutput meta() {
    return outputs.get(SegmentFile.META);
  }

  /** The output of {@link SegmentFile#VECTORS}. */
  public IndexOutput vectors() {
    return outputs.get(SegmentFile.VECTORS);
  }

  /** The output of {@link SegmentFile#CODES}. */
  public IndexOutput codes() {
    return outputs.get(SegmentFile.CODES);
  }

  /** The output of {@link SegmentFile#FINE_CODES}. */
  public IndexOutput fineCodes() {
    return outputs.get(SegmentFile.FINE_CODES);
  }

  /** The output of {@link SegmentFile#SIGN_CODES}. */
  public IndexOutput signCodes() {
    return outputs.get(SegmentFile.SIGN_CODES);
  }

  /**
   * A file of no segment, deleted at the latest when these outputs are closed.
   *
   * @param suffix of its name
   */
  public TemporaryFile temporary(String suffix) throws IOException {
    TemporaryFile file = new TemporaryFile(state, suffix);
    temporaries.add(file);
    return file;
  }

  /** Ends all files. */
  public void finish() throws IOException {
    meta().writeInt(FieldEntry.NO_MORE_FIELDS);
    for (IndexOutput output : outputs.values()) {
      CodecUtil.writeFooter(output);
    }
  }

  @Override
  public void close() throws IOException {
    List<Closeable> all = new ArrayList<>(outputs.values());
    all.addAll(temporaries);
    IOUtils.close(all);
  }
}
