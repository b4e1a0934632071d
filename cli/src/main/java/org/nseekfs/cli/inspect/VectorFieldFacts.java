package org.nseekfs.cli.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.nseekfs.cli.index.VectorField;
import org.nseekfs.codec.NSeekVectorsFormat;
import org.nseekfs.codec.NSeekVectorsReader;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.spi.LshStatistics;

/**
 * A field of vectors in one segment.
 *
 * @param name the field
 * @param type how an element is stored, as the segment says
 * @param format the name of the format that wrote it
 * @param count vectors, those of deleted documents too
 * @param dimension elements of a vector
 * @param similarity how vectors are compared
 * @param bytes by file extension, as the format tells
 * @param lsh sign codes and their buckets; null if there are none
 */
public record VectorFieldFacts(
    String name,
    String type,
    String format,
    int count,
    int dimension,
    String similarity,
    Map<String, Long> bytes,
    @JsonInclude(JsonInclude.Include.NON_NULL) LshStatistics lsh) {

  /** The extensions under which our reader tells the bytes of coarse and fine codes. */
  private static final List<String> CODES = List.of("veq", "veb");

  /** The same of sign codes and their buckets. */
  private static final List<String> LSH = List.of("vex");

  static VectorFieldFacts of(CodecReader reader, FieldInfo fieldInfo) throws IOException {
    Map<String, Long> bytes = new TreeMap<>(reader.getVectorReader().getOffHeapByteSize(fieldInfo));
    VectorField field = new VectorField(fieldInfo);
    return new VectorFieldFacts(
        fieldInfo.getName(),
        field.type().label(),
        field.format(),
        count(reader, fieldInfo),
        field.dimension(),
        fieldInfo.getVectorSimilarityFunction().name().toLowerCase(Locale.ROOT),
        bytes,
        lsh(reader, fieldInfo));
  }

  private static LshStatistics lsh(CodecReader reader, FieldInfo fieldInfo) throws IOException {
    return reader.getVectorReader() instanceof PerFieldKnnVectorsFormat.FieldsReader fields
            && fields.getFieldReader(fieldInfo.getName()) instanceof NSeekVectorsReader ours
        ? ours.lshStatistics(fieldInfo.getName())
        : null;
  }

  /** Whether it is in our format. */
  @JsonProperty("ours")
  public boolean isOurs() {
    return format.equals(NSeekVectorsFormat.NAME);
  }

  /** Bytes of codes for each vector, in whole blocks and with what decodes them; null if none. */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public Double codeBytesPerVector() {
    return isOurs() ? bytesPerVector(CODES) : null;
  }

  /** Bytes of sign codes and their buckets for each vector; null if none. */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public Double lshBytesPerVector() {
    return isOurs() ? bytesPerVector(LSH) : null;
  }

  private Double bytesPerVector(List<String> files) {
    long sum = files.stream().mapToLong(file -> bytes.getOrDefault(file, 0L)).sum();
    return sum == 0 || count == 0 ? null : (double) sum / count;
  }

  /** Vectors of a field in a segment, those of deleted documents too. */
  static int count(CodecReader reader, FieldInfo fieldInfo) throws IOException {
    KnnVectorValues values =
        FieldShape.isFloat(fieldInfo)
            ? reader.getFloatVectorValues(fieldInfo.getName())
            : reader.getByteVectorValues(fieldInfo.getName());
    return values == null ? 0 : values.size();
  }
}
