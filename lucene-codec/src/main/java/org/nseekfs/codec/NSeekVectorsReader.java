package org.nseekfs.codec;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.FileDataHint;
import org.apache.lucene.store.FileTypeHint;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.SegmentFile;
import org.nseekfs.codec.layout.SegmentInputs;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * Reads the files of a segment and searches them exactly: every accepted document is scored, save
 * those whose codes prove that they cannot matter to the collector.
 *
 * <p>A search whose strategy is a {@link RawSearchStrategy} gets raw values; any other collector
 * gets Lucene's scores of everything that its {@code minCompetitiveSimilarity} does not exclude.
 *
 * <p>Shared by threads.
 */
public final class NSeekVectorsReader extends KnnVectorsReader {

  private final String segmentName;
  private final SegmentInputs files;
  private final Map<String, FieldEntry> fields;

  /** Fields with codes only. */
  private final Map<String, FieldCodes> fieldCodes = new HashMap<>();

  /** Fields with sign codes only. */
  private final Map<String, FieldSigns> fieldSigns = new HashMap<>();

  NSeekVectorsReader(SegmentReadState state) throws IOException {
    this.segmentName = state.segmentInfo.name;
    // No hint of random access: rows and codes are read one after the other.
    IOContext context = state.context.withHints(FileTypeHint.DATA, FileDataHint.KNN_VECTORS);
    this.files = new SegmentInputs(state, context);
    this.fields = files.entries();
    fields.forEach(
        (field, entry) -> {
          if (entry.codes() != null) {
            fieldCodes.put(field, new FieldCodes(entry, files));
          }
          if (entry.signs() != null) {
            fieldSigns.put(field, new FieldSigns(entry, files));
          }
        });
  }

  /** The segment's name, {@code _0} for example. */
  public String segmentName() {
    return segmentName;
  }

  /**
   * How the elements of {@code field} are stored.
   *
   * @throws IllegalArgumentException if the segment has no vectors of that field
   */
  public ElementType elementType(String field) {
    return entry(field).rows().type();
  }

  /** Rows of {@code field}, those of deleted documents included; throws as {@link #elementType}. */
  public int count(String field) {
    return entry(field).rows().count();
  }

  /** Bytes of a row of {@code field}; throws as {@link #elementType}. */
  public int rowBytes(String field) {
    return entry(field).rows().rowBytes();
  }

  /** Whether {@code field} has codes; throws as {@link #elementType}. */
  public boolean hasCodes(String field) {
    return entry(field).codes() != null;
  }

  /** Whether {@code field} has sign codes; throws as {@link #elementType}. */
  public boolean hasSigns(String field) {
    return entry(field).signs() != null;
  }

  /**
   * Whether {@code field} has sign codes in the order of buckets; throws as {@link #elementType}.
   */
  public boolean hasBuckets(String field) {
    return hasSigns(field) && entry(field).signs().buckets() != null;
  }

  /**
   * What can be told of the sign codes of {@code field} and the buckets they are in; null if it has
   * none. Throws as {@link #elementType}.
   */
  public LshStatistics lshStatistics(String field) throws IOException {
    return entry(field).signs() == null ? null : fieldSigns.get(field).statistics();
  }

  /** The frames of the codes of {@code field}. */
  FieldFrames frames(String field) throws IOException {
    return framesBeside(FieldFrames.NONE, field);
  }

  /**
   * The {@code known} frames, and where there are none those of {@code field}: only they are read.
   */
  FieldFrames framesBeside(FieldFrames known, String field) throws IOException {
    FieldCodes codes = fieldCodes.get(field);
    FieldSigns signs = fieldSigns.get(field);
    return new FieldFrames(
        known.codes() != null || codes == null ? known.codes() : codes.frame().get(),
        known.signs() != null || signs == null ? known.signs() : signs.frame().get(),
        known.projection() != null || signs == null ? known.projection() : signs.projection(),
        null);
  }

  /** The sign codes of {@code field}; null if it has none. */
  FieldSigns signs(String field) {
    return fieldSigns.get(field);
  }

  private IndexInput vectors() {
    return files.input(SegmentFile.VECTORS);
  }

  /** Rows and codes of {@code field}; null if it has none of {@code frame}. */
  MergedCodes.CodedRows coded(String field, CodeFrame frame) throws IOException {
    FieldCodes found = fieldCodes.get(field);
    if (found == null || found.frame().id() != frame.id()) {
      return null;
    }
    found.frame().requireFits(frame);
    return new MergedCodes.CodedRows(
        Records.open(vectors(), entry(field).rows()), found.blocks(), found.fine());
  }

  private FieldEntry entry(String field) {
    FieldEntry entry = fields.get(field);
    if (entry == null) {
      throw new IllegalArgumentException(
          "segment " + segmentName + " has no vectors" + FieldShape.inField(field));
    }
    return entry;
  }

  @Override
  public void checkIntegrity() throws IOException {
    files.checkIntegrity();
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String field) throws IOException {
    FieldEntry entry = entry(field);
    Target.requireEncoding(field, entry.rows().type(), true);
    return entry.rows().count() == 0
        ? EmptyVectorValues.floats(entry.rows().dimension())
        : new RowFloatVectorValues(field, new FieldRows(entry, vectors()));
  }

  @Override
  public ByteVectorValues getByteVectorValues(String field) throws IOException {
    FieldEntry entry = entry(field);
    Target.requireEncoding(field, entry.rows().type(), false);
    return entry.rows().count() == 0
        ? EmptyVectorValues.bytes(entry.rows().rowBytes())
        : new RowByteVectorValues(field, new FieldRows(entry, vectors()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException naming the field, if its type is none of floats, or the target
   *     has another dimension, is not finite, or is outside of {@link
   *     org.nseekfs.quantization.NormLimits}
   */
  @Override
  public void search(String field, float[] target, KnnCollector knnCollector, AcceptDocs acceptDocs)
      throws IOException {
    search(field, List.of(new TargetSearch(target, knnCollector, acceptDocs)));
  }

  /**
   * {@inheritDoc}
   *
   * <p>For {@link ElementType#F64} the target is little-endian doubles.
   *
   * @throws IllegalArgumentException naming the field, if its type is one of floats, or the target
   *     has another dimension, is not finite, or is outside of {@link
   *     org.nseekfs.quantization.NormLimits}
   */
  @Override
  public void search(String field, byte[] target, KnnCollector knnCollector, AcceptDocs acceptDocs)
      throws IOException {
    search(field, List.of(new TargetSearch(target, knnCollector, acceptDocs)));
  }

  /**
   * Searches for several targets in one pass over the codes; every search finds what it would
   * alone. How much of it is pruned may differ.
   *
   * @throws IllegalArgumentException as for one target, before any search has begun
   */
  public void search(String field, List<TargetSearch> searches) throws IOException {
    new FieldSearch(field, entry(field), vectors(), fieldCodes.get(field), signs(field))
        .run(searches);
  }

  /**
   * Bytes of rows under the key {@code vec}, and if there are any, of coarse codes under {@code
   * veq}, of fine codes under {@code veb}, of sign codes and their tables under {@code vex}.
   */
  @Override
  public Map<String, Long> getOffHeapByteSize(FieldInfo fieldInfo) {
    FieldEntry entry = entry(fieldInfo.name);
    Map<String, Long> bytes = new HashMap<>();
    bytes.put(SegmentFile.VECTORS.extension(), entry.rows().length());
    if (entry.codes() != null) {
      bytes.put(SegmentFile.CODES.extension(), entry.codes().blocks().length());
      if (entry.codes().fine() != null) {
        bytes.put(SegmentFile.FINE_CODES.extension(), entry.codes().fine().length());
      }
    }
    if (entry.signs() != null) {
      bytes.put(SegmentFile.SIGN_CODES.extension(), entry.signs().length());
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
