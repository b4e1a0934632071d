package org.nseekfs.cli.index;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.codec.NSeekVectorsFormat;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.quantization.ElementType;

/** A field of vectors, of a segment or of a whole index, in any format. */
public record VectorField(FieldInfo info) {

  /** The fields of vectors among others, in the order of their numbers. */
  public static List<VectorField> of(FieldInfos fieldInfos) {
    return StreamSupport.stream(fieldInfos.spliterator(), false)
        .filter(FieldInfo::hasVectorValues)
        .map(VectorField::new)
        .toList();
  }

  /**
   * The field of vectors that is meant.
   *
   * @param name its name; null for the only one there is
   * @throws IOException if there is none of that name, or if none is named and there are several
   */
  static VectorField choose(FieldInfos fieldInfos, String name) throws IOException {
    List<VectorField> fields = of(fieldInfos);
    if (name != null) {
      return named(fields, name);
    }
    if (fields.isEmpty()) {
      throw new IOException("no field of this index has vectors");
    }
    if (fields.size() > 1) {
      throw new IOException(
          "this index has "
              + fields.size()
              + " fields of vectors, "
              + list(fields)
              + ": name one"
              + " with --field");
    }
    return fields.getFirst();
  }

  /**
   * The one of these fields with this name.
   *
   * @throws IOException listing them, if there is none
   */
  public static VectorField named(List<VectorField> fields, String name) throws IOException {
    for (VectorField field : fields) {
      if (field.name().equals(name)) {
        return field;
      }
    }
    throw new IOException(
        "no field \""
            + name
            + "\" with vectors; such fields here: "
            + (fields.isEmpty() ? "none" : list(fields)));
  }

  private static String list(List<VectorField> fields) {
    return fields.stream().map(VectorField::toString).collect(Collectors.joining(", "));
  }

  /** Its name. */
  public String name() {
    return info.getName();
  }

  /** How vectors are stored, as the index says; what Lucene stores where it says nothing. */
  public ElementType type() {
    String label = info.getAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE);
    if (label != null) {
      return ElementType.fromLabel(label);
    }
    return FieldShape.isFloat(info) ? ElementType.F32 : ElementType.BYTE;
  }

  /** Elements of a vector; of an F64 vector, whose bytes {@link #info} counts, its doubles. */
  public int dimension() {
    int dimension = info.getVectorDimension();
    return type() == ElementType.F64 ? dimension / Double.BYTES : dimension;
  }

  /** How vectors are compared. */
  public VectorSimilarityFunction similarityFunction() {
    return info.getVectorSimilarityFunction();
  }

  /** The name of the format that holds the vectors of a segment. */
  public String format() {
    String format = info.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
    return format == null ? "unknown" : format;
  }

  /** Whether our format holds the vectors of a segment. */
  public boolean isOurs() {
    return format().equals(NSeekVectorsFormat.NAME);
  }

  @Override
  public String toString() {
    return "\"" + name() + "\" (" + type().label() + ", " + dimension() + " dimensions)";
  }
}
