package org.nseekfs.adapter;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;

/**
 * A vector of a request, and the field whose vectors it is compared with. Engines add how it is
 * read, and who knows the fields of an index.
 */
public abstract class VectorTarget {

  /** What requests call the field. */
  public static final String FIELD = "field";

  /** What requests call the vector. */
  public static final String VECTOR = "vector";

  /** What requests say if indices without the field are searched as if no document had one. */
  public static final String IGNORE_UNMAPPED = "ignore_unmapped";

  private final String field;
  private final double[] vector;
  private final boolean ignoreUnmapped;

  /**
   * The vector {@code vector} for {@code field}.
   *
   * @throws IllegalArgumentException if field or vector is null
   */
  protected VectorTarget(String field, List<Double> vector, boolean ignoreUnmapped) {
    if (field == null || vector == null) {
      throw new IllegalArgumentException(
          "field and vector must be given, got no " + (field == null ? FIELD : VECTOR));
    }
    this.field = field;
    this.vector = vector.stream().mapToDouble(Double::doubleValue).toArray();
    this.ignoreUnmapped = ignoreUnmapped;
  }

  /** The same of an array, which the target keeps. */
  protected VectorTarget(String field, double[] vector, boolean ignoreUnmapped) {
    this.field = field;
    this.vector = vector;
    this.ignoreUnmapped = ignoreUnmapped;
  }

  /** The field, as the request calls it. */
  public final String field() {
    return field;
  }

  /** The elements, as the request has them. */
  public final double[] vector() {
    return vector.clone();
  }

  /** Whether indices without the field are searched as if no document had one. */
  public final boolean ignoresUnmapped() {
    return ignoreUnmapped;
  }

  /**
   * Empty: an index declares no vector field of the name, and that is to be ignored.
   *
   * @param type the type of the field of that name; null if there is none
   * @throws IllegalArgumentException naming field, index and type, if it is not to be ignored
   */
  protected final Optional<VectorField> undeclared(String type, String index) {
    if (type == null && ignoreUnmapped) {
      return Optional.empty();
    }
    throw new IllegalArgumentException(
        "field \""
            + field
            + "\" must be of type "
            + VectorField.TYPE
            + ", got "
            + (type == null ? "no such field" : type)
            + " in index \""
            + index
            + "\"");
  }

  /**
   * The vector as one of the field's.
   *
   * @throws IllegalArgumentException naming the field, position and value, if an element is none of
   *     the field's
   */
  public final VectorElements elements(VectorField declared) {
    return VectorElements.of(declared, vector);
  }

  /** What is found in an index that does not declare the field. */
  public final Query nothing() {
    return new MatchNoDocsQuery("field \"" + field + "\" is not mapped");
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof VectorTarget that
        && field.equals(that.field)
        && Arrays.equals(vector, that.vector)
        && ignoreUnmapped == that.ignoreUnmapped;
  }

  @Override
  public final int hashCode() {
    return Objects.hash(field, Arrays.hashCode(vector), ignoreUnmapped);
  }
}
