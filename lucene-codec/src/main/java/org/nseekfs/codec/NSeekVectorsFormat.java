package org.nseekfs.codec;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Objects;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.layout.SegmentFile;
import org.nseekfs.codec.spi.SupportedLucene;
import org.nseekfs.codec.write.CodeFrames;
import org.nseekfs.codec.write.RowEncoder;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

/**
 * Stores vectors as rows of one {@link ElementType} per field and searches them exactly.
 *
 * <p>Vectors of documents, and targets, must be within {@link org.nseekfs.quantization.NormLimits}.
 * A document with another vector is refused, as a search with another target is. A merge keeps
 * every vector that is in an index already: those outside of the limits, which another format has
 * stored, are last wherever their raw values cannot be computed.
 *
 * <p>All numbers are as Lucene's {@link org.apache.lucene.store.DataOutput} writes them: int and
 * long little-endian. Index headers and footers are {@link org.apache.lucene.codecs.CodecUtil}'s;
 * the headers name {@code NSeekVectorsMeta}, {@code NSeekVectorsData}, {@code NSeekVectorsCodes},
 * {@code NSeekVectorsFineCodes} and {@code NSeekVectorsSignCodes}, the version, which is 1, the
 * segment's id and suffix.
 *
 * <h2>Versions</h2>
 *
 * <p>All files of a segment have the same version. It says where every byte lies, and what the
 * rows, codes and frames mean. What a release has written every later one reads and merges; merges
 * write the current version. A file of an unknown version is refused when the index is opened, by
 * an {@link org.apache.lucene.index.IndexFormatTooNewException} or an {@link
 * org.apache.lucene.index.IndexFormatTooOldException} that names the file, its version and those
 * that are read: {@link SegmentFile#VERSION_START} to {@link SegmentFile#VERSION_CURRENT}.
 *
 * <p>To change what is in a file, raise the current version by one, pass the version of the meta to
 * the readers that must know it, tell of both versions in the map below, and write a golden index,
 * as CONTRIBUTING.md says. What this class could no longer read and write as one format becomes
 * another, {@code NSeek2}, beside it.
 *
 * <h2>.vem: what is stored of which field</h2>
 *
 * <pre>
 *  +--------------+
 *  | index header |
 *  +--------------+     for every field with vectors:
 *  | entry        | --> int   field number
 *  | entry        |     byte  element type: 1 f8, 2 f16, 3 bf16, 4 f32, 5 f64, 6 byte
 *  | ...          |     byte  similarity: 0 euclidean, 1 dot_product, 2 cosine,
 *  |              |           3 maximum_inner_product
 *  |              |     int   dimension: elements of a vector
 *  |              |     int   count: rows
 *  |              |     long  offset of the first row in .vec, a multiple of 64
 *  |              |     documents, as Lucene's OrdToDocDISIReaderConfiguration writes them:
 *  |              |       long  -2: no rows; -1: row i is document i's; else: offset of an
 *  |              |             IndexedDISI in .vec
 *  |              |       long  its length, else 0
 *  |              |       short its number of jump table entries, else -1
 *  |              |       byte  its dense rank power, else -1
 *  |              |       only with an IndexedDISI, the DirectMonotonic sequence row -> document:
 *  |              |         long  offset in .vec
 *  |              |         vint  block shift: 16
 *  |              |         for every block of 65,536 rows:
 *  |              |           long minimum, int average increase, long offset, byte bits
 *  |              |         long  length
 *  |              |     long  end of the field's bytes in .vec
 *  |              |     byte  codes: 0 none, 1 in .veq, 2 in .veq and .veb; only with codes:
 *  |              |       long  offset of the first block in .veq, a multiple of 64
 *  |              |       int   bytes of a block, a multiple of 64
 *  |              |       long  id of the frame
 *  |              |       int   bytes of the frame
 *  |              |       only with codes in .veb:
 *  |              |         long  offset of the first one in .veb, a multiple of 64
 *  |              |         int   bytes of a row's
 *  |              |     byte  sign codes: 0 none, 1 in the order of rows, 2 of buckets; only with
 *  |              |         sign codes:
 *  |              |       long  offset of the first block in .vex, a multiple of 64
 *  |              |       int   bytes of a block, a multiple of 64
 *  |              |       long  id of the frame
 *  |              |       int   bytes of the frame
 *  |              |       only with buckets:
 *  |              |         int   blocks
 *  |              |         long  offset of the buckets in .vex, a multiple of 64
 *  |              |         int   buckets, b
 *  |              |         int   bytes of the hash function
 *  +--------------+
 *  | int -1       |     no more fields
 *  +--------------+
 *  | footer       |
 *  +--------------+
 * </pre>
 *
 * <h2>.vec: rows</h2>
 *
 * <pre>
 *  +--------------+
 *  | index header |
 *  +--------------+     for every field with vectors:
 *  | padding      |     zeros up to a multiple of 64
 *  | rows         |     count rows without gaps, in document order; a row is, for f8 only, a short:
 *  |              |     the power of two by which all elements are scaled; then dimension elements
 *  |              |     of 1 (f8, byte), 2 (f16, bf16), 4 (f32) or 8 (f64) bytes, little-endian
 *  | documents    |     IndexedDISI and DirectMonotonic data, if .vem says so
 *  +--------------+
 *  | footer       |
 *  +--------------+
 * </pre>
 *
 * <h2>.veq: codes</h2>
 *
 * <p>Derived from the rows; bound their raw values from above. A field of fewer than 1,024 rows has
 * none unless a frame is known, nor one whose vectors are so short or so uniform that codes would
 * not pay.
 *
 * <pre>
 *  +--------------+
 *  | index header |
 *  +--------------+     for every field with codes:
 *  | padding      |     zeros up to a multiple of 64
 *  | blocks       |     one for every 64 rows, the last one padded; without gaps, in the rows' order;
 *  |              |     see {@link org.nseekfs.quantization.code.BlockEncoder}
 *  | frame        |     what the blocks have in common;
 *  |              |     see {@link org.nseekfs.quantization.code.CodeFrame}
 *  +--------------+
 *  | footer       |
 *  +--------------+
 * </pre>
 *
 * <h2>.veb: fine codes</h2>
 *
 * <pre>
 *  +--------------+
 *  | index header |
 *  +--------------+     for every field with fine codes:
 *  | padding      |     zeros up to a multiple of 64
 *  | codes        |     one a row, without gaps, in the rows' order;
 *  |              |     see {@link org.nseekfs.quantization.code.BlockEncoder}
 *  +--------------+
 *  | footer       |
 *  +--------------+
 * </pre>
 *
 * <h2>.vex: sign codes</h2>
 *
 * <p>Derived from the rows; estimate their raw values. A field of fewer than 1,024 rows has none;
 * those of 16,384 rows or more are in the order of buckets. The last bucket, which every search
 * reads, is of rows that could not be coded, or are longer than 2^48, or under the dot product four
 * times as long as is usual.
 *
 * <pre>
 *  +--------------+
 *  | index header |
 *  +--------------+     for every field with sign codes:
 *  | padding      |     zeros up to a multiple of 64
 *  | blocks       |     one for every 64 rows, in the rows' or the buckets' order, the last one (of
 *  |              |     each bucket) padded; without gaps;
 *  |              |     see {@link org.nseekfs.quantization.lsh.SignEncoder}
 *  | frame        |     what the blocks have in common;
 *  |              |     see {@link org.nseekfs.quantization.lsh.SignFrame}
 *  |              |     only with buckets:
 *  | padding      |     zeros up to a multiple of 64
 *  | buckets      |     int[b + 1]        the first block of each; last, the number of blocks
 *  |              |     int[blocks * 64]  rows, those of a bucket in rising order; -1: none
 *  | hash         |     see {@link org.nseekfs.quantization.lsh.LearnedHash}
 *  +--------------+
 *  | footer       |
 *  +--------------+
 * </pre>
 *
 * <h2>Heap</h2>
 *
 * <p>A thread that flushes or merges a field needs no more for many rows than for few, but 8 bytes
 * for each row that is put in the order of buckets. What it needs beside that, and what is buffered
 * before a flush, is one of these at a time, of d dimensions:
 *
 * <ul>
 *   <li>While a frame is learned 10 MB for d = 384, 20 MB for 768, 30 MB for 1,024 or 1,536, 45 MB
 *       for 2,048 and more: a sample of up to 4,096 vectors and 4,194,304 floats, and 16 n^2 bytes
 *       for blocks of n = d / ceil(d / 1,024) dimensions.
 *   <li>While rows are written and put in order 2 MB and 4 KB d, then up to 30 MB, from a million
 *       rows on; 15 MB for 100,000: points that buckets are learned from, and the buckets.
 * </ul>
 *
 * <p>This is what is live: give the collector a third more.
 *
 * <p>A frame has up to 4 KB d, 6 MB for d = 1,536. One for each field stays with the format; a
 * merge reads another. They are learned at flushes of 1,024 rows or more, and by merges whose
 * sources have none or were learned from much fewer vectors.
 */
public final class NSeekVectorsFormat extends KnnVectorsFormat {

  /**
   * The name under which Lucene finds this format; stands in every index. Its number tells it from
   * formats that may come.
   */
  public static final String NAME = "NSeek1";

  /**
   * The attribute of a field's type that says how its elements are stored: an {@link
   * ElementType#label}. In segments of this format it says how they are.
   */
  public static final String TYPE_ATTRIBUTE = FieldEntry.TYPE_ATTRIBUTE;

  /** The largest dimension of a vector. */
  public static final int MAX_DIMENSION = FieldShape.MAX_DIMENSION;

  /** The component under which merges report to {@link org.apache.lucene.util.InfoStream}. */
  static final String INFO_STREAM_COMPONENT = "NSeek";

  private final NSeekVectorsConfig config;
  private final CodeFrames frames;

  /** The format with {@link NSeekVectorsConfig#DEFAULT}; what Lucene reads with. */
  public NSeekVectorsFormat() {
    this(NSeekVectorsConfig.DEFAULT);
  }

  /** The format that writes as {@code config} says. */
  public NSeekVectorsFormat(NSeekVectorsConfig config) {
    super(NAME);
    this.config = Objects.requireNonNull(config, "config");
    this.frames = new CodeFrames(config.codes(), config.lsh());
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    SupportedLucene.require();
    try {
      return NSeekVectorsWriter.create(state, config, frames);
    } catch (LinkageError e) {
      throw SupportedLucene.lacking(e);
    }
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    SupportedLucene.require();
    try {
      return new NSeekVectorsReader(state);
    } catch (LinkageError e) {
      throw SupportedLucene.lacking(e);
    }
  }

  /**
   * {@link #MAX_DIMENSION}, or eight times that for a field that is, or may be, {@link
   * ElementType#F64}: Lucene sees its bytes.
   */
  @Override
  public int getMaxDimensions(String fieldName) {
    ElementType type = config.elementTypes().getOrDefault(fieldName, ElementType.F64);
    return type == ElementType.F64 ? MAX_DIMENSION * Double.BYTES : MAX_DIMENSION;
  }

  /**
   * Checks that an IndexWriter would store a vector, without one.
   *
   * @param vector a {@code float[]}, {@code double[]} or {@code byte[]}, as {@link
   *     ElementType#arrayClass} says
   * @throws IllegalArgumentException naming field, position and value, if the vector is not finite,
   *     overflows the element type, or once encoded is outside of {@link
   *     org.nseekfs.quantization.NormLimits}
   */
  public static void requireStorable(
      String field, ElementType type, VectorSimilarityFunction similarityFunction, Object vector) {
    FieldShape shape = new FieldShape(field, type, Array.getLength(vector), similarityFunction);
    new RowEncoder(shape)
        .encode(vector instanceof double[] doubles ? DoubleRows.encode(doubles) : vector);
  }

  @Override
  public String toString() {
    return NAME + "(" + config + ")";
  }
}
