package org.nseekfs.cli.inspect;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentReader;

/**
 * A segment of an index.
 *
 * @param name such as _0
 * @param documents live ones
 * @param deleted others
 * @param compound whether its files lie in one
 * @param luceneVersion what wrote it
 * @param files bytes of every file
 * @param fields its fields of vectors
 */
public record SegmentFacts(
    String name,
    int documents,
    int deleted,
    boolean compound,
    String luceneVersion,
    Map<String, Long> files,
    List<VectorFieldFacts> fields) {

  /** The segments of an index on disk, with what they hold of {@code fields} of vectors. */
  public static List<SegmentFacts> of(DirectoryReader reader, Collection<String> fields)
      throws IOException {
    List<SegmentFacts> segments = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      segments.add(of((SegmentReader) leaf.reader(), fields));
    }
    return segments;
  }

  private static SegmentFacts of(SegmentReader reader, Collection<String> told) throws IOException {
    SegmentCommitInfo info = reader.getSegmentInfo();
    Map<String, Long> files = new TreeMap<>();
    for (String file : info.files()) {
      files.put(file, info.info.dir.fileLength(file));
    }
    List<VectorFieldFacts> fields = new ArrayList<>();
    for (FieldInfo fieldInfo : reader.getFieldInfos()) {
      if (fieldInfo.hasVectorValues() && told.contains(fieldInfo.getName())) {
        fields.add(VectorFieldFacts.of(reader, fieldInfo));
      }
    }
    return new SegmentFacts(
        info.info.name,
        reader.numDocs(),
        reader.numDeletedDocs(),
        info.info.getUseCompoundFile(),
        info.info.getVersion().toString(),
        files,
        fields);
  }

  /** Bytes of all files. */
  public long bytes() {
    return files.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes of files, summed by extension. */
  @JsonIgnore
  public Map<String, Long> bytesByExtension() {
    Map<String, Long> bytes = new TreeMap<>();
    files.forEach(
        (file, length) -> bytes.merge(IndexFileNames.getExtension(file), length, Long::sum));
    return bytes;
  }
}
