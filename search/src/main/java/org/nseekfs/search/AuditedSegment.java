package org.nseekfs.search;

import java.io.IOException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.Directory;

/**
 * A segment of a commit.
 *
 * @param name such as _0
 * @param id in hexadecimal
 * @param documents deleted ones, too
 * @param deleted of them
 * @param checksums by file, 16 hexadecimal digits: of those that hold vectors, or which documents
 *     are deleted, or that hold all of a segment
 */
public record AuditedSegment(
    String name, String id, int documents, int deleted, Map<String, String> checksums) {

  /** Extensions of compound files and of live documents. */
  private static final Set<String> OTHERS = Set.of("cfs", "liv");

  /** Lucene's files of vectors, and ours, have extensions that begin so. */
  private static final String VECTORS = "ve";

  /** Takes a copy of the map. */
  public AuditedSegment {
    checksums = Collections.unmodifiableMap(new TreeMap<>(checksums));
  }

  static AuditedSegment of(SegmentCommitInfo info) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    for (String file : info.files()) {
      String extension = IndexFileNames.getExtension(file);
      if (extension != null && (extension.startsWith(VECTORS) || OTHERS.contains(extension))) {
        checksums.put(file, checksum(info.info.dir, file));
      }
    }
    return new AuditedSegment(
        info.info.name,
        HexFormat.of().formatHex(info.info.getId()),
        info.info.maxDoc(),
        info.getDelCount(),
        checksums);
  }

  /** Of the bytes as they are; a sound file says the same in its footer. */
  private static String checksum(Directory directory, String file) throws IOException {
    try (ChecksumIndexInput input = directory.openChecksumInput(file)) {
      input.seek(Math.max(0, input.length() - Long.BYTES));
      return HexFormat.of().toHexDigits(input.getChecksum());
    }
  }
}
