package org.nseekfs.codec;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.FileDataHint;
import org.apache.lucene.store.FileTypeHint;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOUtils;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.SegmentFile;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.RowScorer;

/**
 * Reads the files of a segment and searches them exactly: every accepted document is scored, in
 * document order.
 *
 * <p>A search whose strategy is a {@link RawSearchStrategy} gets raw values; any other collector
 * gets Lucene's scores of everything that its {@code minCompetitiveSimilarity} does not exclude.
 *
 * <p>Shared by threads.
 */
public final class NSeekVectorsReader extends KnnVectorsReader {

  private final String segmentName;
  private final Map<String, FieldEntry> fields;
  private final IndexInput vectors;

  NSeekVectorsReader(SegmentReadState state) throws IOException {
    this.segmentName = state.segmentInfo.name;
    // No hint of random access: rows are read one after the other.
    this.vectors =
        SegmentFile.VECTORS.open(
            state, state.context.withHints(FileTypeHint.DATA, FileDataHint.KNN_VECTORS));
    try {
      this.fields = readEntries(state, vectors.length() - CodecUtil.footerLength());
    } catch (Throwable t) {
      IOUtils.closeWhileHandlingException(vectors);
      throw t;
    }
  }

  private static Map<String, FieldEntry> readEntries(SegmentReadState state, long vectorsLength)
      throws IOException {
    Map<String, FieldEntry> entries = new HashMap<>();
    try (IndexInput meta = SegmentFile.META.openVerified(state)) {
      int maxDoc = state.segmentInfo.maxDoc();
      for (int number = meta.readInt();
          number != FieldEntry.NO_MORE_FIELDS;
          number = meta.readInt()) {
        FieldInfo field = number < 0 ? null : state.fieldInfos.fieldInfo(number);
        if (field == null || !field.hasVectorValues()) {
          throw new CorruptIndexException("no field with vectors has number " + number, meta);
        }
        entries.put(field.name, FieldEntry.read(meta, field, maxDoc, vectorsLength));
      }
    }
    return entries;
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
    CodecUtil.checksumEntireFile(vectors);
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String field) throws IOException {
    FieldEntry entry = entry(field);
    Target.requireEncoding(field, entry.rows().type(), true);
    return entry.rows().count() == 0
        ? EmptyVectorValues.floats(entry.rows().dimension())
        : new RowFloatVectorValues(field, new FieldRows(entry, vectors));
  }

  @Override
  public ByteVectorValues getByteVectorValues(String field) throws IOException {
    FieldEntry entry = entry(field);
    Target.requireEncoding(field, entry.rows().type(), false);
    return entry.rows().count() == 0
        ? EmptyVectorValues.bytes(entry.rows().rowBytes())
        : new RowByteVectorValues(field, new FieldRows(entry, vectors));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException naming the field, if its type is none of floats, or the target
   *     has another dimension, is not finite, or has no direction under the cosine
   */
  @Override
  public void search(String field, float[] target, KnnCollector knnCollector, AcceptDocs acceptDocs)
      throws IOException {
    FieldEntry entry = entry(field);
    search(entry, Target.scorer(field, entry, target), knnCollector, acceptDocs);
  }

  /**
   * {@inheritDoc}
   *
   * <p>For {@link ElementType#F64} the target is little-endian doubles.
   *
   * @throws IllegalArgumentException naming the field, if its type is one of floats, or the target
   *     has another dimension, is not finite, or has no direction under the cosine
   */
  @Override
  public void search(String field, byte[] target, KnnCollector knnCollector, AcceptDocs acceptDocs)
      throws IOException {
    FieldEntry entry = entry(field);
    search(entry, Target.scorer(field, entry, target), knnCollector, acceptDocs);
  }

  private void search(
      FieldEntry entry, RowScorer scorer, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    RawSearchStrategy strategy = RawSearchStrategy.unwrap(collector.getSearchStrategy());
    if (strategy != null) {
      strategy.acknowledge();
    }
    if (entry.rows().count() == 0) {
      return;
    }
    FieldRows field = new FieldRows(entry, vectors);
    AcceptedRows.DocRange range =
        strategy == null
            ? AcceptedRows.DocRange.ALL
            : new AcceptedRows.DocRange(strategy.minDoc(), strategy.maxDoc());
    HitSink hits =
        strategy == null
            ? new HitSink.Scores(collector, entry)
            : new HitSink.Raw(collector, strategy, entry.rows());
    new RowScan(field.rows(), scorer)
        .run(AcceptedRows.of(field, acceptDocs, range, RowScan.BLOCK_ROWS), hits);
  }

  /** Runs several searches of {@code field}; throws as each would by itself. */
  public void search(String field, List<TargetSearch> searches) throws IOException {
    for (TargetSearch search : searches) {
      if (search.target() instanceof float[] floats) {
        search(field, floats, search.collector(), search.acceptDocs());
      } else {
        search(field, (byte[]) search.target(), search.collector(), search.acceptDocs());
      }
    }
  }

  /** Bytes of rows under the key {@code vec}. */
  @Override
  public Map<String, Long> getOffHeapByteSize(FieldInfo fieldInfo) {
    return Map.of(SegmentFile.VECTORS.extension(), entry(fieldInfo.name).rows().length());
  }

  @Override
  public void close() throws IOException {
    vectors.close();
  }
}
