package org.nseekfs.codec;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.nseekfs.quantization.code.CodeFrame;
import org.nseekfs.quantization.code.QueryCode;

/**
 * What the parts of one search share about codes; made once for a search of one target, used by all
 * its threads.
 */
public final class SearchCodes {

  private static final int SEEDS_PER_HIT = 4;
  private static final int MIN_SEEDS = 32;
  private static final int MAX_SEEDS = 1 << 20;

  /** Chunks that are searched without codes after one where those did not prune. */
  private static final int SKIPPED_CHUNKS = 8;

  /** 0: no codes. */
  private final int seeds;

  /** By frame id. */
  private final Map<Long, Coded> queryCodes = new HashMap<>();

  /** A target's code in a frame; null where the target is too extreme for bounds. */
  private record Coded(CodeFrame frame, QueryCode query) {}

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
    return new SearchCodes(Math.clamp(SEEDS_PER_HIT * (long) k, MIN_SEEDS, MAX_SEEDS));
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
    Coded known = queryCodes.get(codes.frameId());
    if (known == null) {
      known = new Coded(codes.frame(), QueryCode.of(codes.frame(), target));
      queryCodes.put(codes.frameId(), known);
    }
    codes.requireFits(known.frame());
    return known.query();
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
