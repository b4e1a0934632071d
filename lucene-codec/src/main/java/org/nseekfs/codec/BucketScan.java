package org.nseekfs.codec;

import java.io.IOException;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.quantization.kernel.BoundScan;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.lsh.HashTarget;
import org.nseekfs.quantization.lsh.SignFrame;

/**
 * Searches the rows of a field for one target to a recall target, bucket by bucket of its hash
 * function, the likeliest first: raw values are estimated from the sign codes of a bucket, better
 * for rows that may be hits; what still may be is scored. Goes on until neighbours like the hits
 * found are in buckets probed with the share asked for.
 */
final class BucketScan {

  private static final int BLOCK_ROWS = SignFrame.BLOCK_DOCS;
  private static final BoundScan SCAN = Kernels.best().boundScan();

  /** Rows whose codes are read before those of them that may be hits are scored. */
  private static final int ROUND_ROWS = 1024;

  /** Steps of the excess of buckets: those of one are probed in any order. */
  private static final int EXCESS_STEPS = 1024;

  /** Blocks that are estimated at once. */
  private static final int MAX_BLOCKS = 16;

  /** Of the first rows one in so many is looked at more closely. */
  private static final int ROWS_PER_SEED = 8;

  /** Of what may be missed, the share that estimates may; buckets, which cost more, the rest. */
  private static final double ESTIMATES_SHARE = 0.3;

  /**
   * Of what a margin allows to be missed, the share that is: margins are computed from the hits so
   * far, and those that come to be are better, and more likely to be found.
   */
  private static final double MISSED_OF_ALLOWED = 0.45;

  private final SignSearch search;
  private final StoredBuckets buckets;
  private final StoredBuckets.Places places;
  private final HashTarget target;

  /** The rows to be searched; null if all are. */
  private final FixedBitSet accepted;

  private final double estimatesMiss;
  private final double bucketsMiss;
  private final float[] estimates = new float[MAX_BLOCKS * BLOCK_ROWS];
  private final float[] blockLargest = new float[MAX_BLOCKS];

  private final Candidates candidates = new Candidates();

  /** Whether estimates know what rows are like. */
  private boolean isRemembered;

  /** What a hit must reach, as of when margins were computed. */
  private double minRaw = Double.NEGATIVE_INFINITY;

  /** How far below that the first estimate of a row may be. */
  private double firstMargin;

  /** How far below that its better estimate may be. */
  private double margin;

  /** The share of the hits, if they are like those so far, that is in buckets read. */
  private double found;

  private long rowsRead;
  private long probed;

  /** A search of rows whose codes are in the order of {@code buckets}. */
  BucketScan(SignSearch search, StoredBuckets buckets) throws IOException {
    this.search = search;
    this.buckets = buckets;
    this.places = buckets.places();
    this.target = new HashTarget(buckets.hash(), search.estimates().target());
    RowRange range = search.range();
    this.accepted = range.acceptsAll(0, range.field().count()) ? null : range.toSet();
    this.estimatesMiss = ESTIMATES_SHARE * search.miss();
    this.bucketsMiss = 1 - (1 - search.miss()) / (1 - estimatesMiss);
  }

  /** Searches until the recall target is reached, or the collector wants no more. */
  void run() throws IOException {
    int rows = accepted == null ? search.range().field().count() : accepted.cardinality();
    long scoredBefore = search.strategy().documentsScored();
    try {
      probe();
    } catch (IllegalStateException e) {
      throw search.estimates().blocks().translate(e);
    }
    search.strategy().countSigns(rowsRead, probed);
    if (!search.hits().isDone()) {
      long scored = search.strategy().documentsScored() - scoredBefore;
      double miss = scored < rows ? 1 - found * (1 - estimatesMiss) : 0;
      search.strategy().passOver(rows, rows - scored, miss);
    }
  }

  private void probe() throws IOException {
    read(buckets.bucketOfRest());
    int wanted = ROWS_PER_SEED * search.strategy().codes().seeds();
    long settled = 0;
    int[] order = order();
    float excess = 0;
    for (int i = 0; i < order.length && !search.hits().isDone(); i++) {
      excess = Math.max(excess, target.excess(order[i]));
      if (minRaw > Double.NEGATIVE_INFINITY) {
        found = target.found(excess);
        if (found >= 1 - bucketsMiss) {
          settle();
          return;
        }
      }
      read(order[i]);
      boolean isRound =
          minRaw == Double.NEGATIVE_INFINITY
              ? candidates.count() >= wanted
              : rowsRead - settled >= ROUND_ROWS;
      if (isRound) {
        settle();
        learnHits();
        settled = rowsRead;
      }
    }
    settle();
    found = 1;
  }

  /** Buckets, the likeliest first, as far as steps of their excess tell. */
  private int[] order() throws IOException {
    int count = buckets.hash().buckets();
    float largest = 0;
    for (int bucket = 0; bucket < count; bucket++) {
      largest = Math.max(largest, target.excess(bucket));
    }
    float steps = (EXCESS_STEPS - 1) / Math.max(Float.MIN_NORMAL, largest);
    int[] next = new int[EXCESS_STEPS + 1];
    for (int bucket = 0; bucket < count; bucket++) {
      next[(int) (target.excess(bucket) * steps) + 1]++;
    }
    for (int i = 1; i < next.length; i++) {
      next[i] += next[i - 1];
    }
    int[] order = new int[count];
    for (int bucket = 0; bucket < count; bucket++) {
      order[next[(int) (target.excess(bucket) * steps)]++] = bucket;
    }
    return order;
  }

  /** Gathers the rows of a bucket that may be hits. */
  private void read(int bucket) throws IOException {
    int end = buckets.firstBlock(bucket + 1);
    for (int first = buckets.firstBlock(bucket); first < end; first += MAX_BLOCKS) {
      int blocks = Math.min(MAX_BLOCKS, end - first);
      search.hits().codesRead(search.estimates().compute(first, blocks, estimates, blockLargest));
      for (int block = 0; block < blocks; block++) {
        gather(first + block, block);
      }
      // Of a bucket's blocks only the last one is padded.
      rowsRead +=
          (blocks - 1L) * BLOCK_ROWS + (first + blocks < end ? BLOCK_ROWS : rows(blocks - 1));
    }
    probed++;
  }

  /** Rows of the {@code block}-th block estimated last. */
  private int rows(int block) {
    float least = ChunkBounds.roundUp(BoundedRows.LEAST);
    return Long.bitCount(SCAN.reaching(estimates, block * BLOCK_ROWS, least));
  }

  private void gather(int block, int from) throws IOException {
    float least = ChunkBounds.roundUp(Math.max(BoundedRows.LEAST, minRaw - firstMargin));
    if (blockLargest[from] < least) {
      return;
    }
    long lanes = SCAN.reaching(estimates, from * BLOCK_ROWS, least);
    for (; lanes != 0; lanes &= lanes - 1) {
      int lane = Long.numberOfTrailingZeros(lanes);
      int place = block * BLOCK_ROWS + lane;
      if (accepted == null || accepted.get(places.row(place))) {
        candidates.add(place, estimates[from * BLOCK_ROWS + lane]);
      }
    }
  }

  /** Scores those of the rows gathered that may be hits. */
  private void settle() throws IOException {
    if (!isRemembered && candidates.count() > 0) {
      scoreSeeds();
    }
    keepLikely();
    BestFirstRows best = bestOf(candidates.count());
    best.widen(margin);
    search.rowScan().run(best, search.hits());
    candidates.truncate(0);
  }

  /** Scores the best-looking rows, which tell what hits and their estimates are like. */
  private void scoreSeeds() throws IOException {
    int wanted = Math.min(candidates.count(), search.strategy().codes().seeds());
    int seeds = candidates.moveLargestToFront(wanted);
    search.estimates().remember(candidates.places(), seeds);
    search.estimates().refine(candidates.places(), candidates.values(), seeds);
    isRemembered = true;
    BestFirstRows best = bestOf(seeds);
    // As many as there are hits, so that there is something to tell likely ones by.
    best.widen(Double.NEGATIVE_INFINITY);
    search.rowScan().run(best, search.hits());
    learnHits();
    best.widen(margin);
    search.rowScan().run(best, search.hits());
    learnHits();
    candidates.removeFirst(seeds);
  }

  /** Keeps the rows whose estimates, the better ones too, make them likely hits. */
  private void keepLikely() throws IOException {
    int[] places = candidates.places();
    float[] values = candidates.values();
    double least = minRaw - firstMargin;
    int likely = 0;
    for (int i = 0; i < candidates.count(); i++) {
      if (values[i] >= least) {
        float refined = search.estimates().refined(places[i], values[i]);
        if (refined >= minRaw - margin) {
          places[likely] = places[i];
          values[likely++] = refined;
        }
      }
    }
    candidates.truncate(likely);
  }

  /** The first {@code rows} candidates, best first. */
  private BestFirstRows bestOf(int rows) throws IOException {
    int[] ords = new int[rows];
    float[] values = candidates.values();
    for (int i = 0; i < rows; i++) {
      ords[i] = places.row(candidates.places()[i]);
      // Rows that could not be coded come first; infinite estimates know no margin.
      values[i] = Math.min(values[i], Float.MAX_VALUE);
    }
    return new BestFirstRows(search.range().field(), search.hits(), ords, values, rows);
  }

  /** Computes anew what depends on the hits, if these have changed. */
  private void learnHits() {
    if (!search.knowsHits() || search.hits().minRaw() == minRaw) {
      return;
    }
    minRaw = search.hits().minRaw();
    SignEstimates known = search.estimates();
    double allowed = estimatesMiss / MISSED_OF_ALLOWED;
    firstMargin = search.margin(known.error(minRaw), allowed);
    margin = search.margin(known.refinedError(minRaw), allowed);
    double[] raws = search.hitRaws();
    for (int i = 0; i < raws.length; i++) {
      raws[i] = known.distance(raws[i]);
    }
    target.setNeighbours(raws);
  }
}
