package org.nseekfs.benchmarks.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.nseekfs.benchmarks.peer.Peer;
import org.nseekfs.quantization.ElementType;

/** Everything that can be measured. */
public enum Engine {
  /** Our certified search of f8. */
  NSEEK_F8(new NSeek(ElementType.F8, NSeekCall.CERTIFIED), Hits.LOSSY),
  /** Our certified search of f16. */
  NSEEK_F16(new NSeek(ElementType.F16, NSeekCall.CERTIFIED), Hits.LOSSY),
  /** Our certified search of bf16. */
  NSEEK_BF16(new NSeek(ElementType.BF16, NSeekCall.CERTIFIED), Hits.LOSSY),
  /** Our certified search of f32. */
  NSEEK_F32(new NSeek(ElementType.F32, NSeekCall.CERTIFIED), Hits.EXACT),
  /** Our certified search of f64. */
  NSEEK_F64(new NSeek(ElementType.F64, NSeekCall.CERTIFIED), Hits.EXACT),
  /** Our scan of f8. */
  NSEEK_SCAN_F8(new NSeek(ElementType.F8, NSeekCall.SCAN), Hits.LOSSY),
  /** Our scan of f16. */
  NSEEK_SCAN_F16(new NSeek(ElementType.F16, NSeekCall.SCAN), Hits.LOSSY),
  /** Our scan of bf16. */
  NSEEK_SCAN_BF16(new NSeek(ElementType.BF16, NSeekCall.SCAN), Hits.LOSSY),
  /** Our scan of f32. */
  NSEEK_SCAN_F32(new NSeek(ElementType.F32, NSeekCall.SCAN), Hits.EXACT),
  /** Our scan of f64. */
  NSEEK_SCAN_F64(new NSeek(ElementType.F64, NSeekCall.SCAN), Hits.EXACT),
  /** Our certified search of f32, a batch a call. */
  NSEEK_BATCH_F32(new NSeek(ElementType.F32, NSeekCall.BATCH), Hits.EXACT),
  /** Our search of f8 by sign codes; the parameter is the recall target. */
  NSEEK_LSH_F8(new NSeekLsh(ElementType.F8, false), Hits.LOSSY),
  /** Our search of f16 by sign codes; the parameter is the recall target. */
  NSEEK_LSH_F16(new NSeekLsh(ElementType.F16, false), Hits.LOSSY),
  /** Our search of bf16 by sign codes; the parameter is the recall target. */
  NSEEK_LSH_BF16(new NSeekLsh(ElementType.BF16, false), Hits.LOSSY),
  /** Our search of f32 by sign codes; the parameter is the recall target. */
  NSEEK_LSH_F32(new NSeekLsh(ElementType.F32, false), Hits.EXACT),
  /** Our search of f64 by sign codes; the parameter is the recall target. */
  NSEEK_LSH_F64(new NSeekLsh(ElementType.F64, false), Hits.EXACT),
  /** Our search of f32 in the cheapest way to a recall target, which is the parameter. */
  NSEEK_AUTO_F32(new NSeekLsh(ElementType.F32, true), Hits.EXACT),
  /** Lucene's flat format, scanned through its bulk scorer. */
  LUCENE_FLAT(new LuceneFlat(), Hits.EXACT),
  /** Lucene's graph; the parameter is the number of candidates (ef). */
  LUCENE_HNSW(new LuceneHnsw(), Hits.EXACT),
  /** FAISS IndexFlatIP or IndexFlatL2, in Python. */
  FAISS_FLAT(new Faiss(FaissIndex.FLAT, false), Hits.EXACT),
  /** FAISS IndexFlatIPPanorama or IndexFlatL2Panorama, in Python. */
  FAISS_PANORAMA(new Faiss(FaissIndex.PANORAMA, false), Hits.EXACT),
  /** FAISS IndexFlatIP or IndexFlatL2, in Python, a batch a call. */
  FAISS_FLAT_BATCH(new Faiss(FaissIndex.FLAT, true), Hits.EXACT),
  /** No search: sums the bytes of the base, the limit for a scan of it. */
  READ(new ReadBytes(), Hits.NONE);

  /** What counts as a right hit. */
  public enum Hits {
    /**
     * A hit whose true similarity is at least the true k-th less a millionth of what similarities
     * are relative to ({@link org.nseekfs.benchmarks.data.DataSet#magnitude}): ties and near ties
     * count.
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

  /** The engine whose answers this one's must equal in every bit: our scan of the same type. */
  public Optional<Engine> scan() {
    return switch (this) {
      case NSEEK_F8 -> Optional.of(NSEEK_SCAN_F8);
      case NSEEK_F16 -> Optional.of(NSEEK_SCAN_F16);
      case NSEEK_BF16 -> Optional.of(NSEEK_SCAN_BF16);
      case NSEEK_F32, NSEEK_BATCH_F32 -> Optional.of(NSEEK_SCAN_F32);
      case NSEEK_F64 -> Optional.of(NSEEK_SCAN_F64);
      default -> Optional.empty();
    };
  }
}
