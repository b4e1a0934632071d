package org.nseekfs.search.audit;

import java.io.IOException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;

/**
 * A segment of a commit.
 *
 * @param name such as _0
 * @param id in hexadecimal
 * @param documents deleted ones, too
 * @param deleted of them
 * @param checksums by file, 16 hexadecimal digits
 */
public record AuditedSegment(
    String name, String id, int documents, int deleted, Map<String, String> checksums) {

  /** Takes a copy of the map. */
  public AuditedSegment {
    checksums = Collections.unmodifiableMap(new TreeMap<>(checksums));
  }

  /** The segment of {@code info}, whose files have been summed. */
  static AuditedSegment of(SegmentCommitInfo info) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    for (String file : info.files()) {
      checksums.put(file, checksum(info.info.dir, file));
    }
    return new AuditedSegment(
        info.info.name,
        HexFormat.of().formatHex(info.info.getId()),
        info.info.maxDoc(),
        info.getDelCount(),
        checksums);
  }

  /** What the footer says, which is what the bytes of a file that has been summed have. */
  private static String checksum(Directory directory, String file) throws IOException {
    try (IndexInput input = directory.openInput(file, IOContext.READONCE)) {
      return HexFormat.of().toHexDigits(CodecUtil.retrieveChecksum(input));
    }
  }
}
