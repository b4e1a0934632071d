package org.nseekfs.cli.build;

import java.util.List;
import java.util.Map;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;

/**
 * Merges only when told to, and then only what came after the finished parts: a forced merge makes
 * one segment of the part being written. Relies on IndexWriter appending new segments at the end
 * and putting a merged one where its first source was. For one writer, one thread and a serial
 * scheduler.
 */
final class PartsMergePolicy extends MergePolicy {

  private int finishedParts;

  /** Leaves alone, from now on, the segment that the last forced merge made. */
  void finishPart() {
    finishedParts++;
  }

  @Override
  public MergeSpecification findMerges(
      MergeTrigger trigger, SegmentInfos infos, MergeContext context) {
    return null;
  }

  @Override
  public MergeSpecification findForcedMerges(
      SegmentInfos infos,
      int maxSegmentCount,
      Map<SegmentCommitInfo, Boolean> segmentsToMerge,
      MergeContext context) {
    List<SegmentCommitInfo> part = infos.asList().subList(finishedParts, infos.size());
    if (part.size() < 2) {
      return null;
    }
    MergeSpecification specification = new MergeSpecification();
    specification.add(new OneMerge(part));
    return specification;
  }

  @Override
  public MergeSpecification findForcedDeletesMerges(SegmentInfos infos, MergeContext context) {
    return null;
  }
}
