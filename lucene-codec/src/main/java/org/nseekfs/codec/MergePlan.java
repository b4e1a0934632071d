package org.nseekfs.codec;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergeState;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * How a field is merged, decided before its first value from what its sources are.
 *
 * <p>No merge changes or refuses a value of a float field. Sources of equal type keep it; different
 * float types give {@code f32}, for no narrower type holds all values of another one: {@code f8}
 * rows, by their scales, reach from 2^-149 to 2^128, beyond {@code f16} at both ends and beyond
 * {@code bf16} at the lower one. The configuration has no say in what is stored already. {@code
 * byte} and {@code f64} never mix.
 *
 * <p>A source that is not ours (another format, or one of ours behind a wrapping reader) counts
 * with the type that its field's attribute names, or the configuration if there is none, provided
 * that every one of its values is of that type; with {@code f32} otherwise. It is encoded anew.
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
   * @param type that holds all its values
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

    /** The {@code known} frames, and where there are none those of {@code field}. */
    FieldFrames framesBeside(FieldFrames known, FieldInfo field) throws IOException {
      return reader instanceof NSeekVectorsReader ours
          ? ours.framesBeside(known, field.name)
          : known;
    }

    /** Rows and codes of {@code field}; null if there are none of {@code frame}. */
    MergedCodes.CodedRows coded(FieldInfo field, CodeFrame frame) throws IOException {
      return reader instanceof NSeekVectorsReader ours ? ours.coded(field.name, frame) : null;
    }

    @Override
    public String toString() {
      return name + " (" + type.label() + ", " + count + ")";
    }
  }

  /**
   * Plans the merge of {@code field}.
   *
   * @throws IllegalArgumentException naming two segments, if their types never mix
   */
  static MergePlan before(
      FieldInfo field, MergeState state, NSeekVectorsConfig config, Checkpoint checkpoint)
      throws IOException {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < state.knnVectorsReaders.length; i++) {
      FieldInfo sourceField = state.fieldInfos[i].fieldInfo(field.name);
      KnnVectorsReader reader = state.knnVectorsReaders[i];
      if (reader != null && sourceField != null && sourceField.hasVectorValues()) {
        Source source = source(i, sourceField, reader, state.docMaps[i], config, checkpoint);
        if (source.count > 0) {
          sources.add(source);
        }
      }
    }
    return new MergePlan(field, mergedType(field, sources), sources, state.needsIndexSort);
  }

  private static Source source(
      int index,
      FieldInfo field,
      KnnVectorsReader reader,
      MergeState.DocMap docMap,
      NSeekVectorsConfig config,
      Checkpoint checkpoint)
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
    return new Source(
        "source " + index + " of format " + format,
        typeOfAll(values, claimedType(field, config), checkpoint),
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

  /**
   * Of each kind, the frame of the largest source that has codes; null if none has. No other is
   * read: there may be many sources, and each one's frame takes megabytes.
   */
  FieldFrames frames() throws IOException {
    List<Source> largestFirst =
        sources.stream().sorted(Comparator.comparingInt(Source::count).reversed()).toList();
    FieldFrames frames = FieldFrames.NONE;
    for (Source source : largestFirst) {
      frames = source.framesBeside(frames, field);
    }
    return frames;
  }

  /**
   * What attribute or configuration say of a field that is not ours; the plain type if nonsense.
   */
  private static ElementType claimedType(FieldInfo field, NSeekVectorsConfig config) {
    String label = field.getAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE);
    ElementType plain = FieldShape.plainType(field);
    if (label == null && !plain.isFloat()) {
      return plain;
    }
    try {
      ElementType claimed =
          label == null ? FieldShape.typeOf(field, config) : ElementType.fromLabel(label);
      return FieldShape.of(field, claimed).type();
    } catch (IllegalArgumentException nonsense) {
      return plain;
    }
  }

  /** The claimed type if it gives every value back bit for bit; the plain one otherwise. */
  private static ElementType typeOfAll(
      KnnVectorValues values, ElementType claimed, Checkpoint checkpoint) throws IOException {
    if (!(values instanceof FloatVectorValues floats) || claimed == ElementType.F32) {
      return claimed;
    }
    float[] decoded = new float[floats.dimension()];
    MemorySegment row = MemorySegment.ofArray(new byte[claimed.rowBytes(decoded.length)]);
    for (int ord = 0; ord < floats.size(); ord++) {
      checkpoint.pass();
      float[] vector = floats.vectorValue(ord);
      try {
        claimed.encode(vector, row, 0);
      } catch (IllegalArgumentException overflow) {
        return ElementType.F32;
      }
      claimed.decode(row, 0, decoded);
      if (!Arrays.equals(vector, decoded)) {
        return ElementType.F32;
      }
    }
    return claimed;
  }

  private static ElementType mergedType(FieldInfo field, List<Source> sources) {
    if (sources.isEmpty()) {
      return FieldShape.plainType(field);
    }
    Source first = sources.getFirst();
    ElementType merged = first.type;
    for (Source source : sources) {
      if (source.type != merged && !(source.type.isFloat() && merged.isFloat())) {
        throw new IllegalArgumentException(
            first
                + " and "
                + source
                + " cannot be merged"
                + FieldShape.inField(field.name)
                + "; index the documents of one of them again, into another field");
      }
      merged = source.type == merged ? merged : ElementType.F32;
    }
    return merged;
  }

  @Override
  public String toString() {
    return "merge field \"" + field.name + "\" as " + type.label() + " from " + sources;
  }
}
