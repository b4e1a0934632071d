package org.nseekfs.codec;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.index.FieldInfo;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.quantization.ElementType;

/**
 * Which fields are ours and how their elements are stored.
 *
 * @param defaultType of float fields that are configured neither here nor by their attribute {@link
 *     NSeekVectorsFormat#TYPE_ATTRIBUTE}; a float type
 * @param elementTypes of single fields; beats their attribute
 * @param fields stored by {@link NSeekVectorsFormat}; all if empty
 * @param codes whether codes are written beside the vectors, for certified search
 * @param lsh whether sign codes are written beside the vectors, for approximate search
 */
public record NSeekVectorsConfig(
    ElementType defaultType,
    Map<String, ElementType> elementTypes,
    Set<String> fields,
    boolean codes,
    boolean lsh) {

  /**
   * All fields, as {@link ElementType#F32} where their attribute says nothing else, with codes of
   * both kinds.
   */
  public static final NSeekVectorsConfig DEFAULT =
      new NSeekVectorsConfig(ElementType.F32, Map.of(), Set.of(), true, true);

  /**
   * Checks and copies its arguments.
   *
   * @throws IllegalArgumentException if the default type is no float type, or a field has an
   *     element type but is not among the fields
   */
  public NSeekVectorsConfig {
    Objects.requireNonNull(defaultType, "defaultType");
    elementTypes = Map.copyOf(elementTypes);
    fields = Set.copyOf(fields);
    if (!defaultType.isFloat()) {
      throw new IllegalArgumentException(
          "the default type must hold floats, got " + defaultType.label());
    }
    for (String field : elementTypes.keySet()) {
      if (!fields.isEmpty() && !fields.contains(field)) {
        throw new IllegalArgumentException(
            "field \"" + field + "\" has an element type but is not among the fields " + fields);
      }
    }
  }

  /** This configuration with another default type. */
  public NSeekVectorsConfig withDefaultType(ElementType defaultType) {
    return new NSeekVectorsConfig(defaultType, elementTypes, fields, codes, lsh);
  }

  /** This configuration with an element type for {@code field}. */
  public NSeekVectorsConfig withElementType(String field, ElementType type) {
    Map<String, ElementType> types = new HashMap<>(elementTypes);
    types.put(field, type);
    return new NSeekVectorsConfig(defaultType, types, fields, codes, lsh);
  }

  /** This configuration for {@code fields} only; for all if empty. */
  public NSeekVectorsConfig withFields(Set<String> fields) {
    return new NSeekVectorsConfig(defaultType, elementTypes, fields, codes, lsh);
  }

  /** This configuration with or without codes. */
  public NSeekVectorsConfig withCodes(boolean codes) {
    return new NSeekVectorsConfig(defaultType, elementTypes, fields, codes, lsh);
  }

  /** This configuration with or without sign codes. */
  public NSeekVectorsConfig withLsh(boolean lsh) {
    return new NSeekVectorsConfig(defaultType, elementTypes, fields, codes, lsh);
  }

  /** Whether {@code field} is stored by {@link NSeekVectorsFormat}. */
  public boolean covers(String field) {
    return fields.isEmpty() || fields.contains(field);
  }

  /**
   * The type that {@code field} is to have where no merge says otherwise.
   *
   * @throws IllegalArgumentException if its attribute names no type
   */
  ElementType typeOf(FieldInfo field) {
    ElementType configured = elementTypes.get(field.name);
    if (configured != null) {
      return configured;
    }
    String label = field.getAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE);
    if (label == null) {
      return FieldShape.isFloat(field) ? defaultType : ElementType.BYTE;
    }
    try {
      return ElementType.fromLabel(label);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + FieldShape.inField(field.name), e);
    }
  }
}
