package org.nseekfs.cli.measure;

import java.io.IOException;
import java.util.Random;
import java.util.stream.IntStream;
import org.nseekfs.cli.index.IndexVectors;
import org.nseekfs.cli.index.VectorSource;

/** Some of an index's vectors, drawn at random; the same in every run. */
public final class StoredSample implements VectorSource {

  private static final long SEED = 42;

  private final IndexVectors stored;
  private final int[] rows;

  private StoredSample(IndexVectors stored, int[] rows) {
    this.stored = stored;
    this.rows = rows;
  }

  /** At most {@code size} vectors; all, if there are not more. */
  public static StoredSample of(IndexVectors stored, int size) {
    IntStream rows =
        size < stored.count()
            ? new Random(SEED).ints(0, stored.count()).distinct().limit(size)
            : IntStream.range(0, stored.count());
    return new StoredSample(stored, rows.toArray());
  }

  @Override
  public int count() {
    return rows.length;
  }

  @Override
  public int dimension() {
    return stored.dimension();
  }

  /** The number of a row's document. */
  public int doc(int row) {
    return stored.doc(rows[row]);
  }

  @Override
  public float[] floatVector(int row) throws IOException {
    return stored.floatVector(rows[row]);
  }

  @Override
  public double[] doubleVector(int row) throws IOException {
    return stored.doubleVector(rows[row]);
  }
}
