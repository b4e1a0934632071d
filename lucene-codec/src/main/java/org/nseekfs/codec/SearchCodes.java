package org.nseekfs.codec;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.nseekfs.quantization.code.QueryCode;

/**
 * What the parts of one search share about codes; made once for a search of one target, used by all
 * its threads.
 */
public final class SearchCodes {

  private static final int MIN_SEEDS = 16;
  private static final int MAX_SEEDS = 1 << 20;

  /** Chunks that are searched without codes after one where those did not prune. */
  private static final int SKIPPED_CHUNKS = 8;

  /** 0: no codes. */
  private final int seeds;

  /** By frame; empty where the target is too extreme for bounds. */
  private final Map<Long, Optional<QueryCode>> queryCodes = new HashMap<>();

  private final AtomicInteger chunksToSkip = new AtomicInteger();

  private SearchCodes(int seeds) {
    this.seeds = seeds;
  }

  /**
   * Certified search: documents that certainly do not matter are not scored.
   *
   * @param k tells how many best-looking documents to score first
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  public static SearchCodes certified(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    return new SearchCodes(Math.clamp(2L * k, MIN_SEEDS, MAX_SEEDS));
  }

  /** No codes: every accepted document is scored. */
  public static SearchCodes scan() {
    return new SearchCodes(0);
  }

  boolean isScan() {
    return seeds == 0;
  }

  /** Documents of a chunk to score before the others. */
  int seeds() {
    return seeds;
  }

  /**
   * The target in the frame of {@code codes}, computed when first asked for.
   *
   * @param target {@code float[]}, {@code double[]} or {@code byte[]}
   * @return null if no bounds can be given
   */
  synchronized QueryCode queryCode(FieldCodes codes, Object target) throws IOException {
    Optional<QueryCode> known = queryCodes.get(codes.frameId());
    if (known == null) {
      known = Optional.ofNullable(QueryCode.of(codes.frame(), target));
      queryCodes.put(codes.frameId(), known);
    }
    return known.orElse(null);
  }

  /** Whether the next chunk's codes are worth reading; asked once for each chunk. */
  boolean isWorthTrying() {
    return chunksToSkip.getAndUpdate(chunks -> Math.max(0, chunks - 1)) == 0;
  }

  /** Says that the codes of a chunk did not prune. */
  void didNotPrune() {
    chunksToSkip.set(SKIPPED_CHUNKS);
  }
}
