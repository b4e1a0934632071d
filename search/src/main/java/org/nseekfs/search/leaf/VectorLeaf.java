package org.nseekfs.search.leaf;

import java.io.IOException;
import java.util.function.BiPredicate;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.nseekfs.codec.NSeekVectorsFormat;
import org.nseekfs.codec.NSeekVectorsReader;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.codec.spi.SupportedLucene;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.NormLimits;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.Similarity;

/**
 * A leaf in which the field has vectors, and what its FieldInfo says about them.
 *
 * @param isOurs whether the leaf says that its vectors are in our format; only a reader's
 *     acknowledgement proves it
 */
public record VectorLeaf(
    LeafReaderContext context, FieldInfo fieldInfo, ElementType type, boolean isOurs) {

  /**
   * The leaf's vectors of {@code fieldInfo}.
   *
   * @throws IllegalArgumentException if they are encoded in a way that only a later Lucene knows
   * @throws IllegalStateException if they are F64 vectors that another format has taken over, which
   *     would score the bytes of doubles as integers
   */
  public static VectorLeaf of(LeafReaderContext context, FieldInfo fieldInfo) throws IOException {
    SupportedLucene.require();
    String format = fieldInfo.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
    String label = fieldInfo.getAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE);
    if (NSeekVectorsFormat.NAME.equals(format) && label != null) {
      return new VectorLeaf(context, fieldInfo, ElementType.fromLabel(label), true);
    }
    if (FieldShape.isFloat(fieldInfo)) {
      return new VectorLeaf(context, fieldInfo, ElementType.F32, false);
    }
    VectorLeaf leaf = new VectorLeaf(context, fieldInfo, ElementType.BYTE, false);
    if (ElementType.F64.label().equals(label) && leaf.hasByteVectors()) {
      throw new IllegalStateException(
          "field \""
              + fieldInfo.name
              + "\" of segment "
              + leaf.segmentName()
              + " holds f64 vectors in format "
              + format
              + ", which cannot score them; a merge with NSeekCodec restores them");
    }
    return leaf;
  }

  /** The vectors of {@code field} in a leaf; null if it has none there. Throws as {@link #of}. */
  public static VectorLeaf find(LeafReaderContext context, String field) throws IOException {
    FieldInfo fieldInfo = context.reader().getFieldInfos().fieldInfo(field);
    return fieldInfo == null || !fieldInfo.hasVectorValues() ? null : of(context, fieldInfo);
  }

  /** The same for vectors that {@code target} is to fit; throws as {@link #requireFits} too. */
  static VectorLeaf find(LeafReaderContext context, String field, QueryVector target)
      throws IOException {
    VectorLeaf leaf = find(context, field);
    if (leaf != null) {
      leaf.requireFits(target);
    }
    return leaf;
  }

  private boolean hasByteVectors() throws IOException {
    ByteVectorValues values = reader().getByteVectorValues(field());
    return values != null && values.size() > 0;
  }

  /**
   * Checks that {@code target} can be compared with these vectors.
   *
   * @throws IllegalArgumentException naming field, expected and actual type or dimension; or the
   *     field, norm, position and value, if the target is outside of {@link
   *     org.nseekfs.quantization.NormLimits}
   */
  public void requireFits(QueryVector target) {
    requireShape(target);
    try {
      NormLimits.of(type, similarity()).requireWithin("target", target.toDoubles());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + " for field \"" + field() + "\"", e);
    }
  }

  /**
   * Checks that {@code target} has the type and the dimension of these vectors.
   *
   * @throws IllegalArgumentException naming field, expected and actual type or dimension
   */
  public void requireShape(QueryVector target) {
    Class<?> arrayClass = target.array().getClass();
    if (type.arrayClass() != arrayClass) {
      throw new IllegalArgumentException(
          "field \""
              + field()
              + "\" holds "
              + type.label()
              + " vectors, whose target is a "
              + type.arrayClass().getSimpleName()
              + ", got a "
              + arrayClass.getSimpleName());
    }
    if (dimension() != target.dimension()) {
      throw new IllegalArgumentException(
          "field \""
              + field()
              + "\" has vectors of dimension "
              + dimension()
              + ", got a target of dimension "
              + target.dimension());
    }
  }

  /** What readers take for {@code target}: the bytes of a row if it is of doubles. */
  static Object readerTarget(QueryVector target) {
    return target.array() instanceof double[] doubles ? DoubleRows.encode(doubles) : target.array();
  }

  /** Searches these vectors as their reader does. */
  public void search(QueryVector target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    switch (readerTarget(target)) {
      case float[] floats -> reader().searchNearestVectors(field(), floats, collector, acceptDocs);
      case Object bytes ->
          reader().searchNearestVectors(field(), (byte[]) bytes, collector, acceptDocs);
    }
  }

  public LeafReader reader() {
    return context.reader();
  }

  public String field() {
    return fieldInfo.name;
  }

  public int maxDoc() {
    return context.reader().maxDoc();
  }

  VectorSimilarityFunction similarityFunction() {
    return fieldInfo.getVectorSimilarityFunction();
  }

  public Similarity similarity() {
    return RawScores.similarity(similarityFunction());
  }

  /** Elements of a vector; Lucene knows an F64 vector as its bytes. */
  public int dimension() {
    int dimension = fieldInfo.getVectorDimension();
    return type == ElementType.F64 ? dimension / Double.BYTES : dimension;
  }

  /** Lucene's score for a raw similarity. */
  public float score(double raw) {
    return RawScores.score(similarityFunction(), type, dimension(), raw);
  }

  /** The smallest raw similarity whose score is at least {@code score}. */
  public double leastRaw(float score) {
    return RawScores.leastRaw(similarityFunction(), type, dimension(), score);
  }

  /** Our reader of these vectors, if this leaf is a segment of ours that nothing wraps; or null. */
  public NSeekVectorsReader nseekReader() {
    return nseekReader(reader());
  }

  private NSeekVectorsReader nseekReader(LeafReader segment) {
    if (segment instanceof CodecReader codecReader
        && codecReader.getVectorReader() instanceof PerFieldKnnVectorsFormat.FieldsReader fields
        && fields.getFieldReader(field()) instanceof NSeekVectorsReader ours) {
      return ours;
    }
    return null;
  }

  /** Whether our reader has codes of these vectors, as far as that can be told. */
  public boolean hasCodes() {
    return has(NSeekVectorsReader::hasCodes);
  }

  /** Whether our reader has sign codes of these vectors, as far as that can be told. */
  public boolean hasSigns() {
    return has(NSeekVectorsReader::hasSigns);
  }

  /** Whether our reader has these vectors' sign codes in buckets, as far as that can be told. */
  public boolean hasBuckets() {
    return has(NSeekVectorsReader::hasBuckets);
  }

  /** What wraps a segment may hide documents, but the segment holds what it holds. */
  private boolean has(BiPredicate<NSeekVectorsReader, String> part) {
    NSeekVectorsReader reader = nseekReader(FilterLeafReader.unwrap(reader()));
    return reader != null && part.test(reader, field());
  }

  /** The segment's name, or for a reader that is no segment its class and place. */
  public String segmentName() {
    LeafReader reader = FilterLeafReader.unwrap(reader());
    if (reader instanceof CodecReader codecReader) {
      reader = FilterCodecReader.unwrap(codecReader);
    }
    return reader instanceof SegmentReader segment
        ? segment.getSegmentName()
        : reader.getClass().getSimpleName() + "(leaf " + context.ord + ")";
  }
}
