package org.nseekfs.codec;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.FileDataHint;
import org.apache.lucene.store.FileTypeHint;
import org.apache.lucene.store.IOContext;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.layout.SegmentFile;
import org.nseekfs.codec.layout.SegmentInputs;
import org.nseekfs.codec.spi.LshStatistics;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.codec.spi.TargetSearch;
import org.nseekfs.codec.values.FieldSigns;
import org.nseekfs.codec.values.StoredField;
import org.nseekfs.quantization.ElementType;

/**
 * Reads the files of a segment and searches them exactly: every accepted document is scored, save
 * those whose codes prove that they cannot matter to the collector.
 *
 * <p>A {@link RawCollector} gets raw values; any other collector gets Lucene's scores of everything
 * that its {@code minCompetitiveSimilarity} does not exclude.
 *
 * <p>Shared by threads.
 */
public final class NSeekVectorsReader extends KnnVectorsReader {

  private final String segmentName;
  private final SegmentInputs files;
  private final Map<String, StoredField> fields = new HashMap<>();

  NSeekVectorsReader(SegmentReadState state) throws IOException {
    this.segmentName = state.segmentInfo.name;
    // No hint of random access: rows and codes are read one after the other.
    IOContext context = state.context.withHints(FileTypeHint.DATA, FileDataHint.KNN_VECTORS);
    this.files = new SegmentInputs(state, context);
    files
        .entries()
        .forEach(
            (name, entry) -> fields.put(name, StoredField.of(name, segmentName, entry, files)));
  }

  /**
   * What a segment holds of {@code field}.
   *
   * @return null if {@code reader} is not one of ours, with nothing around it but Lucene's reader
   *     of all fields
   */
  static StoredField find(KnnVectorsReader reader, String field) {
    KnnVectorsReader unwrapped =
        reader instanceof PerFieldKnnVectorsFormat.FieldsReader perField
            ? perField.getFieldReader(field)
            : reader;
    return unwrapped instanceof NSeekVectorsReader ours ? ours.field(field) : null;
  }

  /**
   * Reads every byte of a segment's vectors: where they are ours, not of their codes.
   *
   * @throws org.apache.lucene.index.CorruptIndexException naming the file, if one is not what was
   *     written
   */
  static void checkRows(KnnVectorsReader reader, FieldInfos fieldInfos) throws IOException {
    for (FieldInfo field : fieldInfos) {
      if (field.hasVectorValues()) {
        StoredField stored = find(reader, field.name);
        if (stored != null) {
          stored.files().checkRows();
        } else if (reader instanceof PerFieldKnnVectorsFormat.FieldsReader perField) {
          perField.getFieldReader(field.name).checkIntegrity();
        } else {
          reader.checkIntegrity();
        }
      }
    }
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
    FieldSigns signs = field(field).signs();
    return signs == null ? null : signs.statistics();
  }

  /** What the segment holds of {@code name}; throws as {@link #elementType}. */
  StoredField field(String name) {
    StoredField field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException(
          "segment " + segmentName + " has no vectors" + FieldShape.inField(name));
    }
    return field;
  }

  private FieldEntry entry(String field) {
    return field(field).entry();
  }

  /**
   * {@link #count} for Lucene, which asks for it from 10.6 on: so no {@code @Override}. What it
   * would do by itself reads from disk where documents lack vectors.
   *
   * <p>Its {@code getFloatVectorValues(String, DataAccessHint)}, of the same version, stays as it
   * is: it ignores the hint, which is for readers that open their files for random access.
   */
  public int getVectorCount(FieldInfo fieldInfo) {
    return count(fieldInfo.name);
  }

  @Override
  public void checkIntegrity() throws IOException {
    files.checkIntegrity();
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String field) throws IOException {
    return field(field).floatValues();
  }

  @Override
  public ByteVectorValues getByteVectorValues(String field) throws IOException {
    return field(field).byteValues();
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
    search(field, List.of(new TargetSearch(field(field).target(target), knnCollector, acceptDocs)));
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
    search(field, List.of(new TargetSearch(field(field).target(target), knnCollector, acceptDocs)));
  }

  /**
   * Searches for several targets in one pass over the codes; every search finds what it would
   * alone. How much of it is pruned may differ.
   *
   * @throws IllegalArgumentException as for one target, before any search has begun
   */
  public void search(String field, List<TargetSearch> searches) throws IOException {
    new FieldSearch(field(field)).run(searches);
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
