package org.nseekfs.codec;

import java.io.IOException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.IORunnable;
import org.nseekfs.codec.write.CodeFrames;

/**
 * The writer for Lucene from 10.5 on, where {@code mergeOneField} returns work to do later: none
 * here.
 */
final class NSeekVectorsWriter105 extends NSeekVectorsWriter {

  NSeekVectorsWriter105(SegmentWriteState state, NSeekVectorsConfig config, CodeFrames frames)
      throws IOException {
    super(state, config, frames);
  }

  @Override
  public IORunnable mergeOneField(FieldInfo fieldInfo, MergeState mergeState) throws IOException {
    mergeField(fieldInfo, mergeState, mergeState::checkAborted);
    return null;
  }
}
