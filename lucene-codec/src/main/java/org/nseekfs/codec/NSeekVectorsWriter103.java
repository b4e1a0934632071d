package org.nseekfs.codec;

import java.io.IOException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentWriteState;
import org.nseekfs.codec.merge.AbortProbe;
import org.nseekfs.codec.write.CodeFrames;

/** The writer for Lucene before 10.5, where {@code mergeOneField} returns nothing. */
final class NSeekVectorsWriter103 extends NSeekVectorsWriter {

  private final AbortProbe abortProbe;

  NSeekVectorsWriter103(SegmentWriteState state, NSeekVectorsConfig config, CodeFrames frames)
      throws IOException {
    super(state, config, frames);
    this.abortProbe = new AbortProbe(state, outputs().vectors());
  }

  @Override
  public void mergeOneField(FieldInfo fieldInfo, MergeState mergeState) throws IOException {
    mergeField(fieldInfo, mergeState, abortProbe);
  }
}
