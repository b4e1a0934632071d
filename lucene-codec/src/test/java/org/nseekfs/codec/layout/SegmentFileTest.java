package org.nseekfs.codec.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Map;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.InfoStream;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.Version;
import org.junit.jupiter.api.Test;

class SegmentFileTest {

  @Test
  void aFileOfAnotherVersionThanTheMetaIsRefused() throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      SegmentInfo segment = segment(directory);
      FieldInfos fields = FieldInfos.EMPTY;
      var toWrite =
          new SegmentWriteState(
              InfoStream.NO_OUTPUT, directory, segment, fields, null, IOContext.DEFAULT);
      try (IndexOutput out = SegmentFile.VECTORS.create(toWrite)) {
        CodecUtil.writeFooter(out);
      }
      var toRead = new SegmentReadState(directory, segment, fields, IOContext.DEFAULT);
      int version = SegmentFile.VERSION_CURRENT;
      try (IndexInput in = SegmentFile.VECTORS.open(toRead, IOContext.DEFAULT, version)) {
        assertEquals(in.length() - CodecUtil.footerLength(), in.getFilePointer());
      }
      CorruptIndexException refused =
          assertThrows(
              CorruptIndexException.class,
              () -> SegmentFile.VECTORS.open(toRead, IOContext.DEFAULT, version + 1));
      assertEquals("header: version must be 2 as in .vem, got 1", refused.getOriginalMessage());
    }
  }

  private static SegmentInfo segment(Directory directory) {
    return new SegmentInfo(
        directory,
        Version.LATEST,
        Version.LATEST,
        "_0",
        1,
        false,
        false,
        Codec.getDefault(),
        Map.of(),
        StringHelper.randomId(),
        Map.of(),
        null);
  }
}
