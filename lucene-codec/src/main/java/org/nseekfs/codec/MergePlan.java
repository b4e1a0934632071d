package org.nseekfs.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergeState;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * How a field is merged, decided before its first value from what its sources are.
 *
 * <p>Sources of equal type keep it. Among different float types the widest wins unless the
 * configuration names the field's type; {@code f16} with {@code bf16} gives {@code f32}, the
 * narrowest type that holds both. {@code byte} and {@code f64} never mix.
 *
 * <p>A source that is not ours (another format, or one of ours behind a wrapping reader) counts
 * with the type its field's attribute names, if any, and is encoded anew.
 *
 * @param field the field in the merged segment
 * @param type its element type there
 * @param sources segments with values of the field
 * @param sorted whether documents are merged by the index sort, not one source after the other
 */
record MergePlan(FieldInfo field, ElementType type, List<Source> sources, boolean sorted) {

  /**
   * A segment to merge.
   *
   * @param name of the segment, as far as known
   * @param type of its values; null if nothing says it
   * @param count of its values, deleted documents included
   * @param reader of its values; ours if the segment is and nothing wraps it
   * @param docMap where its documents go
   */
  record Source(
      String name, ElementType type, int count, KnnVectorsReader reader, MergeState.DocMap docMap) {

    /** The values of {@code field}. */
    KnnVectorValues values(FieldInfo field) throws IOException {
      return MergePlan.values(field, reader);
    }

    /** The frames of the codes of {@code field}. */
    FieldFrames frames(FieldInfo field) throws IOException {
      return reader instanceof NSeekVectorsReader ours ? ours.frames(field.name) : FieldFrames.NONE;
    }

    /** Rows and codes of {@code field}; null if there are none of {@code frame}. */
    MergedCodes.CodedRows coded(FieldInfo field, CodeFrame frame) throws IOException {
      return reader instanceof NSeekVectorsReader ours ? ours.coded(field.name, frame) : null;
    }

    @Override
    public String toString() {
      return name + " (" + (type == null ? "?" : type.label()) + ", " + count + ")";
    }
  }

  /**
   * Plans the merge of {@code field}.
   *
   * @throws IllegalArgumentException naming two segments, if their types never mix
   */
  static MergePlan before(FieldInfo field, MergeState state, NSeekVectorsConfig config)
      throws IOException {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < state.knnVectorsReaders.length; i++) {
      FieldInfo sourceField = state.fieldInfos[i].fieldInfo(field.name);
      KnnVectorsReader reader = state.knnVectorsReaders[i];
      if (reader != null && sourceField != null && sourceField.hasVectorValues()) {
        Source source = source(i, sourceField, reader, state.docMaps[i]);
        if (source.count > 0) {
          sources.add(source);
        }
      }
    }
    return new MergePlan(field, mergedType(field, sources, config), sources, state.needsIndexSort);
  }

  private static Source source(
      int index, FieldInfo field, KnnVectorsReader reader, MergeState.DocMap docMap)
      throws IOException {
    KnnVectorsReader unwrapped =
        reader instanceof PerFieldKnnVectorsFormat.FieldsReader perField
            ? perField.getFieldReader(field.name)
            : reader;
    if (unwrapped instanceof NSeekVectorsReader ours) {
      return new Source(
          ours.segmentName(), ours.elementType(field.name), ours.count(field.name), ours, docMap);
    }
    KnnVectorValues values = values(field, reader);
    String format = field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
    String label = field.getAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE);
    return new Source(
        "source " + index + " of format " + format,
        label == null ? typeWithoutLabel(field) : ElementType.fromLabel(label),
        values == null ? 0 : values.size(),
        reader,
        docMap);
  }

  private static KnnVectorValues values(FieldInfo field, KnnVectorsReader reader)
      throws IOException {
    return FieldShape.isFloat(field)
        ? reader.getFloatVectorValues(field.name)
        : reader.getByteVectorValues(field.name);
  }

  /** Of each kind, the frame of the largest source that has codes; null if none has. */
  FieldFrames frames() throws IOException {
    List<Source> largestFirst =
        sources.stream().sorted(Comparator.comparingInt(Source::count).reversed()).toList();
    FieldFrames frames = FieldFrames.NONE;
    for (Source source : largestFirst) {
      frames = frames.orElse(source.frames(field));
    }
    return frames;
  }

  private static ElementType typeWithoutLabel(FieldInfo field) {
    return FieldShape.isFloat(field) ? null : ElementType.BYTE;
  }

  private static ElementType mergedType(
      FieldInfo field, List<Source> sources, NSeekVectorsConfig config) {
    if (sources.isEmpty()) {
      return FieldShape.plainType(field);
    }
    List<Source> typed = sources.stream().filter(source -> source.type != null).toList();
    if (typed.isEmpty()) {
      return FieldShape.typeOf(field, config);
    }
    Source first = typed.getFirst();
    ElementType merged = first.type;
    for (Source source : typed) {
      if (source.type != merged && !(source.type.isFloat() && merged.isFloat())) {
        throw new IllegalArgumentException(
            first + " and " + source + " cannot be merged" + FieldShape.inField(field.name));
      }
      merged = wider(merged, source.type);
    }
    boolean mixed = typed.stream().anyMatch(source -> source.type != first.type);
    ElementType configured = config.elementTypes().get(field.name);
    return mixed ? Objects.requireNonNullElse(configured, merged) : merged;
  }

  /** The narrowest type that holds all values of both. */
  private static ElementType wider(ElementType one, ElementType other) {
    if (one == other || other == ElementType.F8) {
      return one;
    }
    return one == ElementType.F8 ? other : ElementType.F32;
  }

  @Override
  public String toString() {
    return "merge field \"" + field.name + "\" as " + type.label() + " from " + sources;
  }
}
