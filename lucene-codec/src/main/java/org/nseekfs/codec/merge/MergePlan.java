package org.nseekfs.codec.merge;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.util.IOUtils;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.layout.RowLayout;
import org.nseekfs.codec.values.StoredField;
import org.nseekfs.codec.write.FieldFrames;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.ElementType;

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
public record MergePlan(FieldInfo field, ElementType type, List<Source> sources, boolean sorted) {

  /**
   * A segment to merge.
   *
   * @param name of the segment, as far as known
   * @param type that holds all its values
   * @param count of its values, deleted documents included
   * @param stored what it holds, if it is ours and nothing wraps it; null if not
   * @param reader of its values
   * @param docMap where its documents go
   */
  record Source(
      String name,
      ElementType type,
      int count,
      StoredField stored,
      KnnVectorsReader reader,
      MergeState.DocMap docMap) {

    /** The values of {@code field}. */
    KnnVectorValues values(FieldInfo field) throws IOException {
      return MergePlan.values(field, reader);
    }

    @Override
    public String toString() {
      return name + " (" + type.label() + ", " + count + ")";
    }
  }

  /** Finds what a segment of ours holds of a field; null if a reader is none of ours. */
  public interface Finder {
    StoredField find(KnnVectorsReader reader, String field);
  }

  /**
   * Plans the merge of {@code field}.
   *
   * @param configured the type that a field is to have where no merge says otherwise
   * @throws IllegalArgumentException naming two segments, if their types never mix
   */
  public static MergePlan before(
      FieldInfo field,
      MergeState state,
      Finder ours,
      Function<FieldInfo, ElementType> configured,
      Checkpoint checkpoint)
      throws IOException {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < state.knnVectorsReaders.length; i++) {
      FieldInfo sourceField = state.fieldInfos[i].fieldInfo(field.name);
      KnnVectorsReader reader = state.knnVectorsReaders[i];
      if (reader != null && sourceField != null && sourceField.hasVectorValues()) {
        StoredField stored = ours.find(reader, field.name);
        Source source =
            stored == null
                ? foreign(i, sourceField, reader, state.docMaps[i], configured, checkpoint)
                : ours(stored, reader, state.docMaps[i]);
        if (source.count > 0) {
          sources.add(source);
        }
      }
    }
    return new MergePlan(field, mergedType(field, sources), sources, state.needsIndexSort);
  }

  private static Source ours(
      StoredField stored, KnnVectorsReader reader, MergeState.DocMap docMap) {
    RowLayout rows = stored.entry().rows();
    return new Source(stored.segmentName(), rows.type(), rows.count(), stored, reader, docMap);
  }

  private static Source foreign(
      int index,
      FieldInfo field,
      KnnVectorsReader reader,
      MergeState.DocMap docMap,
      Function<FieldInfo, ElementType> configured,
      Checkpoint checkpoint)
      throws IOException {
    KnnVectorValues values = values(field, reader);
    String format = field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY);
    return new Source(
        "source " + index + " of format " + format,
        typeOfAll(values, claimedType(field, configured), checkpoint),
        values == null ? 0 : values.size(),
        null,
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
  public FieldFrames frames() throws IOException {
    List<Source> largestFirst =
        sources.stream().sorted(Comparator.comparingInt(Source::count).reversed()).toList();
    FieldFrames frames = FieldFrames.NONE;
    for (Source source : largestFirst) {
      frames = source.stored == null ? frames : frames.orElse(source.stored);
    }
    return frames;
  }

  /**
   * What attribute or configuration say of a field that is not ours; the plain type if nonsense.
   */
  private static ElementType claimedType(
      FieldInfo field, Function<FieldInfo, ElementType> configured) {
    String label = field.getAttribute(FieldEntry.TYPE_ATTRIBUTE);
    ElementType plain = FieldShape.plainType(field);
    if (label == null && !plain.isFloat()) {
      return plain;
    }
    try {
      ElementType claimed = label == null ? configured.apply(field) : ElementType.fromLabel(label);
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

  /** Lets the system know that all sources of ours are read in their order, until closed. */
  public Closeable readInOrder() throws IOException {
    List<Closeable> sequences = new ArrayList<>();
    for (Source source : sources) {
      if (source.stored != null) {
        sequences.add(source.stored.files().readInOrder());
      }
    }
    return () -> IOUtils.close(sequences);
  }

  /**
   * The shape of the merged rows.
   *
   * @throws IllegalArgumentException naming the field, if its values cannot be stored so
   */
  public FieldShape shape() {
    return sources.isEmpty() ? FieldShape.plain(field) : FieldShape.of(field, type);
  }

  @Override
  public String toString() {
    return "merge field \"" + field.name + "\" as " + type.label() + " from " + sources;
  }
}
