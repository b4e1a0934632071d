package org.nseekfs.search.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.StandardDirectoryReader;
import org.nseekfs.search.verify.SummedFiles;

/**
 * The commit of an index that was searched.
 *
 * @param id of the commit, in hexadecimal
 * @param generation as in the name of its {@code segments} file
 * @param segments in their order
 */
public record AuditedCommit(String id, long generation, List<AuditedSegment> segments) {

  /** Takes a copy of the list. */
  public AuditedCommit {
    segments = List.copyOf(segments);
  }

  /**
   * The commit that {@code reader} reads.
   *
   * @param files sums those of the commit
   * @throws IllegalArgumentException if it reads no commit: it joins several indexes, or was opened
   *     on a writer and has documents or deletes that no commit has
   * @throws IOException if its files are gone, or one is not what was written
   */
  static AuditedCommit of(IndexReader reader, SummedFiles files) throws IOException {
    if (!(reader instanceof DirectoryReader directoryReader)
        || !(FilterDirectoryReader.unwrap(directoryReader)
            instanceof StandardDirectoryReader standard)) {
      throw new IllegalArgumentException(
          "a reader of one index is needed to audit a search, got " + reader);
    }
    SegmentInfos infos = committed(standard);
    files.sum(reader);
    List<AuditedSegment> segments = new ArrayList<>();
    for (SegmentCommitInfo info : infos) {
      segments.add(AuditedSegment.of(info));
    }
    return new AuditedCommit(
        HexFormat.of().formatHex(infos.getId()), infos.getLastGeneration(), segments);
  }

  /** What {@code reader} reads; one of a writer may have segments and deletes of its own. */
  private static SegmentInfos committed(StandardDirectoryReader reader) throws IOException {
    SegmentInfos searched = reader.getSegmentInfos();
    if (searched.getLastGeneration() > 0) {
      SegmentInfos committed =
          SegmentInfos.readCommit(reader.directory(), searched.getSegmentsFileName());
      if (isSame(committed, searched) && liveDocs(committed) == reader.numDocs()) {
        return committed;
      }
    }
    throw new IllegalArgumentException(
        "a reader of a commit is needed to audit a search, got one of uncommitted changes: "
            + reader);
  }

  private static boolean isSame(SegmentInfos committed, SegmentInfos searched) {
    boolean isSame = committed.size() == searched.size();
    for (int i = 0; isSame && i < committed.size(); i++) {
      isSame = Arrays.equals(committed.info(i).getId(), searched.info(i).getId());
    }
    return isSame;
  }

  private static int liveDocs(SegmentInfos infos) {
    int docs = 0;
    for (SegmentCommitInfo info : infos) {
      docs += info.info.maxDoc() - info.getDelCount();
    }
    return docs;
  }
}
