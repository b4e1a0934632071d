package org.nseekfs.adapter;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.lucene.codecs.Codec;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.codec.NSeekVectorsFormat;

/**
 * The formats of an index's vector fields: one instance for all fields that are stored alike, since
 * a set of files is opened for each. To be kept as long as the index is open, for what its segments
 * have in common.
 */
public final class VectorFormats {

  private final Map<Derived, NSeekVectorsFormat> formats = new ConcurrentHashMap<>();

  private record Derived(boolean codes, boolean lsh) {}

  /** The format that stores {@code field}. */
  public NSeekVectorsFormat format(VectorField field) {
    return formats.computeIfAbsent(
        new Derived(field.codes(), field.lsh()),
        derived ->
            new NSeekVectorsFormat(
                NSeekVectorsConfig.DEFAULT.withCodes(derived.codes()).withLsh(derived.lsh())));
  }

  /**
   * A codec of {@code delegate}'s name that stores the vector fields that {@code fields} knows, and
   * leaves everything else to the delegate.
   *
   * @param fields the declaration of a field by its full name; empty if the field is none of ours
   * @throws IllegalArgumentException if the delegate's vectors format is not per-field
   */
  public Codec codec(Codec delegate, Function<String, Optional<VectorField>> fields) {
    return new NSeekCodec(delegate, name -> fields.apply(name).map(this::format));
  }
}
