package org.nseekfs.benchmarks.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A directory of vectors, queries and truth: {@code base.npy}, {@code query.npy}, {@code
 * neighbors.npy} (rows of the base, best first, a row a query) and {@code similarities.npy} (their
 * dot products in double precision). The base is mapped; the rest is held in memory.
 */
public final class DataSet implements AutoCloseable {

  private static final String BASE = "base.npy";
  private static final String QUERIES = "query.npy";
  private static final String NEIGHBORS = "neighbors.npy";
  private static final String SIMILARITIES = "similarities.npy";

  private final Path directory;
  private final VectorFile base;
  private final double[][] queries;
  private final int[][] neighbors;
  private final double[][] similarities;

  private DataSet(Path directory, VectorFile base) throws IOException {
    this.directory = directory;
    this.base = base;
    this.queries = readVectors(directory.resolve(QUERIES), base.dimension());
    try (NpyMatrix file = openTruth(NEIGHBORS)) {
      this.neighbors = new int[queries.length][];
      for (int query = 0; query < queries.length; query++) {
        neighbors[query] = file.intRow(query);
      }
    }
    try (NpyMatrix file = openTruth(SIMILARITIES)) {
      this.similarities = new double[queries.length][];
      for (int query = 0; query < queries.length; query++) {
        similarities[query] = file.doubleRow(query);
      }
    }
  }

  /**
   * Opens the four files of {@code directory}.
   *
   * @throws MalformedFileException if one is malformed or does not fit another
   */
  public static DataSet open(Path directory) throws IOException {
    VectorFile base = VectorFile.open(directory.resolve(BASE));
    try {
      return new DataSet(directory, base);
    } catch (IOException | RuntimeException e) {
      base.close();
      throw e;
    }
  }

  private static double[][] readVectors(Path path, int dimension) throws IOException {
    try (VectorFile file = VectorFile.open(path)) {
      if (file.dimension() != dimension) {
        throw new MalformedFileException(
            path, "the dimension must be the base's, " + dimension + ", got " + file.dimension());
      }
      double[][] vectors = new double[file.count()][];
      for (int row = 0; row < vectors.length; row++) {
        vectors[row] = file.doubleVector(row);
      }
      return vectors;
    }
  }

  private NpyMatrix openTruth(String name) throws IOException {
    NpyMatrix file = NpyMatrix.open(directory.resolve(name));
    if (file.rows() != queries.length) {
      int rows = file.rows();
      file.close();
      throw new MalformedFileException(
          directory.resolve(name),
          "must have a row for each of the " + queries.length + " queries, has " + rows);
    }
    return file;
  }

  /** The directory's name. */
  public String name() {
    return directory.toAbsolutePath().normalize().getFileName().toString();
  }

  /** The vectors to search. */
  public VectorFile base() {
    return base;
  }

  /** The file of {@link #base}. */
  public Path basePath() {
    return directory.resolve(BASE);
  }

  /** The file of queries. */
  public Path queryPath() {
    return directory.resolve(QUERIES);
  }

  /** Queries in this set. */
  public int queryCount() {
    return queries.length;
  }

  /** How many neighbours of every query the truth names. */
  public int truthDepth() {
    return Math.min(neighbors[0].length, similarities[0].length);
  }

  /** Query {@code query} as stored; not to be changed. */
  public double[] doubleQuery(int query) {
    return queries[query];
  }

  /** Query {@code query} rounded to floats. */
  public float[] floatQuery(int query) {
    float[] vector = new float[queries[query].length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) queries[query][i];
    }
    return vector;
  }

  /** The true neighbours of {@code query}, best first; not to be changed. */
  public int[] neighbors(int query) {
    return neighbors[query];
  }

  /** The dot products of {@link #neighbors}; not to be changed. */
  public double[] similarities(int query) {
    return similarities[query];
  }

  /** The dot product of a query and a row of the base, in double precision. */
  public double similarity(int query, int row) throws IOException {
    double[] vector = base.doubleVector(row);
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      sum += vector[i] * queries[query][i];
    }
    return sum;
  }

  /** The SHA-256 of every file, by name. */
  public Map<String, String> checksums() throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    for (String name : new String[] {BASE, QUERIES, NEIGHBORS, SIMILARITIES}) {
      checksums.put(name, sha256(directory.resolve(name)));
    }
    return checksums;
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        byte[] buffer = new byte[1 << 20];
        while (in.read(buffer) >= 0) {
          // Reading feeds the digest.
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() {
    base.close();
  }
}
