package org.nseekfs.codec.layout;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.codecs.lucene95.OrdToDocDISIReaderConfiguration;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.nseekfs.quantization.ElementType;

/**
 * What {@link SegmentFile#META} says of one field; valid once made.
 *
 * @param similarityFunction how vectors of the field are compared
 * @param rows where the rows are
 * @param docs which documents they belong to: Lucene's own structure, behind the rows
 * @param codes where the codes are that bound raw values; null if there are none
 * @param signs where the sign codes are; null if there are none
 */
public record FieldEntry(
    VectorSimilarityFunction similarityFunction,
    RowLayout rows,
    OrdToDocDISIReaderConfiguration docs,
    CodeLayout codes,
    SignLayout signs) {

  /** The attribute of a field's info that says how its elements are stored. */
  public static final String TYPE_ATTRIBUTE = "nseek.type";

  /** What stands where another field's number would: there are no more. */
  static final int NO_MORE_FIELDS = -1;

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public FieldEntry {
    if (docs.isEmpty() != (rows.count() == 0)) {
      throw new IllegalArgumentException(rows.count() + " rows, but documents say otherwise");
    }
    if (codes != null && !codes.coarse().holds(rows.count())) {
      throw new IllegalArgumentException(rows.count() + " rows, but " + codes);
    }
    if (signs != null && !signs.isOf(rows.count())) {
      throw new IllegalArgumentException(rows.count() + " rows, but " + signs);
    }
  }

  /** Whether row ord belongs to document ord, for every document; or none has a row. */
  public boolean isDense() {
    return docs.isDense() || docs.isEmpty();
  }

  /**
   * Writes the entry of a field whose rows have just been written, and its documents behind them.
   *
   * @param codes null if there are none
   * @param signs null if there are none
   */
  public static void write(
      FieldInfo field,
      RowLayout rows,
      CodeLayout codes,
      SignLayout signs,
      DocsWithFieldSet docs,
      SegmentOutputs outputs)
      throws IOException {
    IndexOutput meta = outputs.meta();
    meta.writeInt(field.number);
    meta.writeByte((byte) rows.type().wireId());
    meta.writeByte(similarityId(field.getVectorSimilarityFunction()));
    meta.writeInt(rows.dimension());
    meta.writeInt(rows.count());
    meta.writeLong(rows.offset());
    OrdToDocDISIReaderConfiguration.writeStoredMeta(
        StoredDocs.BLOCK_SHIFT, meta, outputs.vectors(), rows.count(), outputs.maxDoc(), docs);
    meta.writeLong(outputs.vectors().getFilePointer());
    CodeLayout.write(meta, codes);
    SignLayout.write(meta, signs);
  }

  /**
   * Reads the entry behind the field's number, and takes the parts of files that it names.
   *
   * @throws IllegalArgumentException or another unchecked exception, if the entry is not valid or
   *     not the field's
   */
  static FieldEntry read(IndexInput meta, FieldInfo field, SegmentShape segment)
      throws IOException {
    ElementType type = ElementType.fromWireId(meta.readByte());
    VectorSimilarityFunction function = similarityFunction(meta.readByte());
    RowLayout rows = new RowLayout(type, meta.readInt(), meta.readInt(), meta.readLong());
    requireFits(rows, field, function, segment.maxDoc());
    segment.take(SegmentFile.VECTORS, rows.offset(), rows.endOffset(), RecordLayout.ALIGNMENT);
    var docs = StoredDocs.read(meta, rows.count(), segment);
    requireEqual("end in vec", segment.end(SegmentFile.VECTORS), meta.readLong());
    CodeLayout codes = CodeLayout.read(meta, rows.count(), segment);
    SignLayout signs = SignLayout.read(meta, rows.count(), segment);
    return new FieldEntry(function, rows, docs, codes, signs);
  }

  private static void requireFits(
      RowLayout rows, FieldInfo field, VectorSimilarityFunction function, int maxDoc) {
    requireEqual("similarity", field.getVectorSimilarityFunction(), function);
    requireEqual("type", field.getAttribute(TYPE_ATTRIBUTE), rows.type().label());
    requireEqual(
        "dimension",
        (long) field.getVectorDimension(),
        encodedDimension(rows.type(), rows.dimension()));
    requireEqual(
        "encoding as floats", FieldShape.plainType(field).isFloat(), rows.type().isFloat());
    if (rows.count() > maxDoc) {
      throw new IllegalArgumentException(rows.count() + " rows for " + maxDoc + " documents");
    }
  }

  static void requireEqual(String what, Object expected, Object stored) {
    if (!Objects.equals(expected, stored)) {
      throw new IllegalArgumentException(what + " must be " + expected + ", got " + stored);
    }
  }

  /** The dimension that Lucene sees: F64 is BYTE-encoded, with eight bytes an element. */
  private static long encodedDimension(ElementType type, int dimension) {
    return type == ElementType.F64 ? (long) dimension * Double.BYTES : dimension;
  }

  private static byte similarityId(VectorSimilarityFunction function) {
    return switch (function) {
      case EUCLIDEAN -> 0;
      case DOT_PRODUCT -> 1;
      case COSINE -> 2;
      case MAXIMUM_INNER_PRODUCT -> 3;
    };
  }

  private static VectorSimilarityFunction similarityFunction(byte id) {
    return switch (id) {
      case 0 -> VectorSimilarityFunction.EUCLIDEAN;
      case 1 -> VectorSimilarityFunction.DOT_PRODUCT;
      case 2 -> VectorSimilarityFunction.COSINE;
      case 3 -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
      default -> throw new IllegalArgumentException("unknown similarity id " + id);
    };
  }
}
