package org.nseekfs.benchmarks.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.nseekfs.quantization.ElementType;

/** Everything that can be measured. */
public enum Engine {
  /** Our scan over f8. */
  NSEEK_F8(new NSeekScan(ElementType.F8), Hits.LOSSY),
  /** Our scan over f16. */
  NSEEK_F16(new NSeekScan(ElementType.F16), Hits.LOSSY),
  /** Our scan over bf16. */
  NSEEK_BF16(new NSeekScan(ElementType.BF16), Hits.LOSSY),
  /** Our scan over f32. */
  NSEEK_F32(new NSeekScan(ElementType.F32), Hits.EXACT),
  /** Our scan over f64. */
  NSEEK_F64(new NSeekScan(ElementType.F64), Hits.EXACT),
  /** Lucene's flat format, scanned through its bulk scorer. */
  LUCENE_FLAT(new LuceneFlat(), Hits.EXACT),
  /** Lucene's graph; the parameter is the number of candidates (ef). */
  LUCENE_HNSW(new LuceneHnsw(), Hits.EXACT),
  /** FAISS IndexFlatIP, in Python. */
  FAISS_FLAT(new FaissFlat(), Hits.EXACT),
  /** No search: sums the bytes of the base, the limit for a scan of it. */
  READ(new ReadBytes(), Hits.NONE);

  /** What counts as a right hit. */
  public enum Hits {
    /**
     * A hit whose true similarity is at least the true k-th less 1e-6: ties and near ties count.
     */
    EXACT,
    /** A hit that is one of the true k. */
    LOSSY,
    /** There are no hits. */
    NONE
  }

  private final Peer peer;
  private final Hits hits;

  Engine(Peer peer, Hits hits) {
    this.peer = peer;
    this.hits = hits;
  }

  /** The name users write: {@code nseek-f32}, {@code lucene-flat}, ... */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The engine of a {@link #label}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Engine fromLabel(String label) {
    return Arrays.stream(values())
        .filter(engine -> engine.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "engine must be one of "
                        + Arrays.stream(values()).map(Engine::label).toList()
                        + ", got \""
                        + label
                        + "\""));
  }

  /** What counts as a right hit of this engine. */
  public Hits hits() {
    return hits;
  }

  /** The implementation, with the parameter of an {@link EngineSpec}; null for its default. */
  Peer peer(String parameter) {
    return parameter == null ? peer : peer.withParameter(parameter);
  }

  /** The Lucene index that this engine searches, if it does. */
  public Optional<IndexedPeer> index() {
    return peer instanceof IndexedPeer indexed ? Optional.of(indexed) : Optional.empty();
  }
}
