package org.nseekfs.cli.index;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.AutoKnnVectorQuery;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactRadiusVectorQuery;
import org.nseekfs.search.LshKnnVectorQuery;
import org.nseekfs.search.RawScoreDoc;
import org.nseekfs.search.VectorRescorer;
import org.nseekfs.search.VectorTopDocs;

/** A vector to search for, in the type of element that a field's targets have. */
public final class TargetVector {

  /** The type of element of a target. */
  public enum Element {
    /** For fields of f8, f16, bf16 and f32. */
    FLOAT,
    /** For fields of f64. */
    DOUBLE,
    /** For fields of bytes. */
    BYTE;

    private boolean holds(double value) {
      return switch (this) {
        case FLOAT -> (float) value == value;
        case DOUBLE -> true;
        case BYTE -> (byte) value == value;
      };
    }
  }

  private final Element element;
  private final double[] values;

  /**
   * A target of these elements.
   *
   * @throws IllegalArgumentException naming position and value, if one is not of that type
   */
  TargetVector(Element element, double[] values) {
    this.element = element;
    this.values = values.clone();
    for (int i = 0; i < values.length; i++) {
      if (!element.holds(values[i])) {
        throw new IllegalArgumentException(
            "target must hold elements of type "
                + element.name().toLowerCase(Locale.ROOT)
                + ", got "
                + values[i]
                + " at position "
                + i);
      }
    }
  }

  /** A target of floats. */
  static TargetVector of(float[] vector) {
    double[] values = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      values[i] = vector[i];
    }
    return new TargetVector(Element.FLOAT, values);
  }

  /**
   * The target that a file tells twice: in readable numbers and in bits.
   *
   * @throws IllegalArgumentException naming the position, if they are not the same
   */
  @JsonCreator
  static TargetVector read(
      @JsonProperty(value = "element", required = true) Element element,
      @JsonProperty(value = "values", required = true) double[] values,
      @JsonProperty(value = "bits", required = true) List<String> bits) {
    TargetVector target = new TargetVector(element, values);
    List<String> expected = target.bits();
    if (expected.size() != bits.size()) {
      throw new IllegalArgumentException(
          "target has " + expected.size() + " values and the bits of " + bits.size());
    }
    for (int i = 0; i < values.length; i++) {
      if (!expected.get(i).equals(bits.get(i))) {
        throw new IllegalArgumentException(
            "target has the value "
                + values[i]
                + " at position "
                + i
                + ", whose bits are "
                + expected.get(i)
                + ", not "
                + bits.get(i));
      }
    }
    return target;
  }

  /** The type of its elements. */
  @JsonProperty
  public Element element() {
    return element;
  }

  /** Its elements, each exact. */
  @JsonProperty
  public double[] values() {
    return values.clone();
  }

  /** The 16 hexadecimal digits of each element's bits as a double. */
  @JsonProperty
  public List<String> bits() {
    return Arrays.stream(values)
        .mapToObj(value -> HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value)))
        .toList();
  }

  /**
   * The query for the {@code k} nearest of a field.
   *
   * @param filter null if every document may be a hit, here and below
   * @throws IllegalArgumentException if {@code k} is below 1, or there are no elements, or one is
   *     not finite
   */
  public ExactKnnVectorQuery query(String field, int k, Query filter) {
    return new ExactKnnVectorQuery(field, vector(), k, filter);
  }

  /**
   * The query for the {@code k} nearest of a field to a recall target, by sign codes.
   *
   * @throws IllegalArgumentException as {@link #query}, or if the recall target is out of range
   */
  public LshKnnVectorQuery lshQuery(String field, int k, double recallTarget, Query filter) {
    return new LshKnnVectorQuery(field, vector(), k, recallTarget, filter);
  }

  /**
   * The query for the {@code k} nearest of a field to a recall target, in the cheapest way; throws
   * as {@link #lshQuery}.
   */
  public AutoKnnVectorQuery autoQuery(String field, int k, double recallTarget, Query filter) {
    return new AutoKnnVectorQuery(field, vector(), k, recallTarget, filter);
  }

  /** The query for all documents of a field whose raw similarity is at least {@code minRaw}. */
  public ExactRadiusVectorQuery radiusQuery(String field, double minRaw, Query filter) {
    return new ExactRadiusVectorQuery(field, vector(), minRaw, filter);
  }

  /**
   * Lucene's own query for the {@code k} nearest of a field.
   *
   * @throws IllegalArgumentException if {@code k} is below 1, or the vector is of doubles
   */
  public Query knnQuery(String field, int k, Query filter) {
    return switch (element) {
      case FLOAT -> new KnnFloatVectorQuery(field, toFloats(), k, filter);
      case BYTE -> new KnnByteVectorQuery(field, toBytes(), k, filter);
      case DOUBLE ->
          throw new IllegalArgumentException(
              "field \"" + field + "\" holds f64 vectors, which Lucene's own query does not take");
    };
  }

  /**
   * The hits that a search for this vector found, with their raw similarities, nearest first.
   *
   * @param found by any query
   */
  public List<RawScoreDoc> hits(IndexSearcher searcher, String field, TopDocs found)
      throws IOException {
    TopDocs ranked =
        found instanceof VectorTopDocs
            ? found
            : new VectorRescorer(field, vector()).rescore(searcher, found, found.scoreDocs.length);
    return Arrays.stream(ranked.scoreDocs).map(RawScoreDoc.class::cast).toList();
  }

  private QueryVector vector() {
    return switch (element) {
      case FLOAT -> QueryVector.of(toFloats());
      case DOUBLE -> QueryVector.of(values);
      case BYTE -> QueryVector.of(toBytes());
    };
  }

  private float[] toFloats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private byte[] toBytes() {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
