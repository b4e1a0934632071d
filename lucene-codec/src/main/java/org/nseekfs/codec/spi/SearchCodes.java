package org.nseekfs.codec.spi;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.codec.layout.StoredFrame;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.code.CodeFrame;
import org.nseekfs.quantization.code.QueryCode;
import org.nseekfs.quantization.kernel.sum.RowScorer;
import org.nseekfs.quantization.lsh.SignFrame;
import org.nseekfs.quantization.lsh.SignTarget;

/**
 * What the parts of one search share about codes; made once for a search of one target, used by all
 * its threads.
 */
public final class SearchCodes {

  private static final int SEEDS_PER_HIT = 4;
  private static final int MIN_SEEDS = 32;
  private static final int MAX_SEEDS = 1 << 20;

  /** 0: no codes. */
  private final int seeds;

  private final int k;

  /** 1: all hits are to be found. */
  private final double recallTarget;

  /** By frame id. */
  private final Map<Long, Framed<CodeFrame, QueryCode>> queryCodes = new HashMap<>();

  /** By frame id. */
  private final Map<Long, Framed<SignFrame, SignTarget>> signTargets = new HashMap<>();

  /** By what rows are. */
  private final Map<Rows, RowScorer> scorers = new HashMap<>();

  /** Rows that one scorer of a target can score. */
  private record Rows(ElementType type, VectorSimilarityFunction similarityFunction) {}

  /** What a target is in a frame; null where nothing can be told of it. */
  private record Framed<F, T>(F frame, T target) {}

  private SearchCodes(int seeds, int k, double recallTarget) {
    this.seeds = seeds;
    this.k = k;
    this.recallTarget = recallTarget;
  }

  /**
   * Certified search: documents that certainly do not matter are not scored.
   *
   * @param k tells how many best-looking documents to score first
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  public static SearchCodes certified(int k) {
    return new SearchCodes(seeds(k), k, 1);
  }

  /**
   * Search by sign codes, where a segment has such: of the {@code k} best documents, the share
   * {@code recallTarget} is found on average. Other segments are searched as by {@link #certified}.
   *
   * @throws IllegalArgumentException if {@code k} is below 1, or the target not above 0 and below 1
   */
  public static SearchCodes lsh(int k, double recallTarget) {
    if (!(recallTarget > 0 && recallTarget < 1)) {
      throw new IllegalArgumentException(
          "recallTarget must be above 0 and below 1, got " + recallTarget);
    }
    return new SearchCodes(seeds(k), k, recallTarget);
  }

  private static int seeds(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    return Math.clamp(SEEDS_PER_HIT * (long) k, MIN_SEEDS, MAX_SEEDS);
  }

  /** No codes: every accepted document is scored. */
  public static SearchCodes scan() {
    return new SearchCodes(0, 0, 1);
  }

  public boolean isScan() {
    return seeds == 0;
  }

  /** How many documents are searched for. */
  public int k() {
    return k;
  }

  /** Whether documents may be missed. */
  public boolean isLsh() {
    return recallTarget < 1;
  }

  /** The share of the hits to be found. */
  public double recallTarget() {
    return recallTarget;
  }

  /** Documents of a chunk to score before the others. */
  public int seeds() {
    return seeds;
  }

  /**
   * The target in {@code frame}, computed when first asked for.
   *
   * @param target {@code float[]}, {@code double[]} or {@code byte[]}
   * @return null if no bounds can be given
   */
  public synchronized QueryCode queryCode(StoredFrame<CodeFrame> frame, Object target)
      throws IOException {
    return inFrame(queryCodes, frame, read -> QueryCode.of(read, target));
  }

  /**
   * The target in a {@code frame} of sign codes, computed when first asked for.
   *
   * @param target {@code float[]}, {@code double[]} or {@code byte[]}
   * @param deviations standard errors that an estimate may be too low by at most
   * @return null if nothing can be estimated
   */
  public synchronized SignTarget signTarget(
      StoredFrame<SignFrame> frame, Object target, double deviations) throws IOException {
    return inFrame(signTargets, frame, read -> SignTarget.of(read, target, deviations));
  }

  /**
   * What scores rows of {@code type} against the target, made when first asked for.
   *
   * @param scorer makes it
   */
  public synchronized RowScorer scorer(
      ElementType type, VectorSimilarityFunction similarityFunction, Supplier<RowScorer> scorer) {
    return scorers.computeIfAbsent(new Rows(type, similarityFunction), rows -> scorer.get());
  }

  private static <F, T> T inFrame(
      Map<Long, Framed<F, T>> known, StoredFrame<F> stored, Function<F, T> target)
      throws IOException {
    Framed<F, T> found = known.get(stored.id());
    if (found == null) {
      found = new Framed<>(stored.get(), target.apply(stored.get()));
      known.put(stored.id(), found);
    }
    stored.requireFits(found.frame());
    return found.target();
  }
}
