package org.nseekfs.benchmarks.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.cli.file.MalformedFileException;
import org.nseekfs.cli.file.VectorFile;
import org.nseekfs.cli.measure.NearestRows;

/**
 * A directory of vectors, queries and truth: {@code base.npy}, {@code query.npy}, {@code
 * neighbors.npy} (rows of the base, best first, a row a query) and {@code similarities.npy} (their
 * {@link #similarity similarities} in double precision). {@code dataset.properties}, where there is
 * one, says by which function: {@link DataProperties}. The base is mapped; the rest is held in
 * memory.
 */
public final class DataSet implements AutoCloseable {

  /** The vectors to search. */
  public static final String BASE = "base.npy";

  /** The queries. */
  public static final String QUERIES = "query.npy";

  /** The rows of the true neighbours. */
  public static final String NEIGHBORS = "neighbors.npy";

  /** The similarities of the true neighbours. */
  public static final String SIMILARITIES = "similarities.npy";

  private final Path directory;
  private final DataProperties properties;
  private final VectorFile base;
  private final double[][] queries;
  private final int[][] neighbors;
  private final double[][] similarities;

  private DataSet(Path directory, VectorFile base) throws IOException {
    this.directory = directory;
    this.properties = DataProperties.read(directory);
    this.base = base;
    this.queries = readVectors(directory.resolve(QUERIES), base.dimension());
    try (VectorFile file = openTruth(NEIGHBORS)) {
      this.neighbors = new int[queries.length][];
      for (int query = 0; query < queries.length; query++) {
        neighbors[query] = file.intVector(query);
      }
    }
    try (VectorFile file = openTruth(SIMILARITIES)) {
      this.similarities = new double[queries.length][];
      for (int query = 0; query < queries.length; query++) {
        similarities[query] = file.doubleVector(query);
      }
    }
  }

  private DataSet(DataSet whole, int[][] neighbors, double[][] similarities) {
    this.directory = whole.directory;
    this.properties = whole.properties;
    this.base = whole.base;
    this.queries = whole.queries;
    this.neighbors = neighbors;
    this.similarities = similarities;
  }

  /**
   * Opens the files of {@code directory}.
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

  private VectorFile openTruth(String name) throws IOException {
    VectorFile file = VectorFile.open(directory.resolve(name));
    if (file.count() != queries.length) {
      int rows = file.count();
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

  /** What "near" means in this set. */
  public VectorSimilarityFunction function() {
    return properties.function();
  }

  /** The name of {@link #function}: {@code dot_product}, ... */
  public String functionName() {
    return properties.functionName();
  }

  /**
   * This set with the truth of a search that may find nothing but {@code rows}; closed with this
   * one. Its truth is as deep as this one's, or as there are rows.
   */
  public DataSet among(FixedBitSet rows) throws IOException {
    BruteForce truth =
        new BruteForce(function(), queries, Math.min(truthDepth(), rows.cardinality()));
    int[] found = new int[rows.cardinality()];
    int count = 0;
    for (int row = 0; row < base.count(); row++) {
      if (rows.get(row)) {
        found[count++] = row;
        truth.add(base.floatVector(row));
      }
    }
    List<NearestRows> nearest = truth.finish();
    int[][] rowsOfQueries = new int[queries.length][];
    double[][] similaritiesOfQueries = new double[queries.length][];
    for (int query = 0; query < queries.length; query++) {
      rowsOfQueries[query] =
          Arrays.stream(nearest.get(query).rows()).map(place -> found[place]).toArray();
      similaritiesOfQueries[query] = nearest.get(query).similarities();
    }
    return new DataSet(this, rowsOfQueries, similaritiesOfQueries);
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

  /** The similarities of {@link #neighbors}; not to be changed. */
  public double[] similarities(int query) {
    return similarities[query];
  }

  /** How near row {@code row} of the base is to a query. */
  public double similarity(int query, int row) throws IOException {
    return similarity(query, base.doubleVector(row));
  }

  /**
   * How near a vector is to a query, in double precision: the dot product, the negated squared
   * distance or the cosine.
   */
  public double similarity(int query, double[] vector) {
    return similarity(queries[query], vector);
  }

  /** How near a vector is to {@code target}, as {@link #similarity(int, double[])}. */
  public double similarity(double[] target, double[] vector) {
    return switch (function()) {
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> dot(vector, target);
      case EUCLIDEAN -> -squareDistance(vector, target);
      case COSINE -> dot(vector, target) / Math.sqrt(dot(vector, vector) * dot(target, target));
    };
  }

  /**
   * What errors of {@link #similarity} are relative to: the product of both norms for a dot
   * product, the sum of both squared norms for a distance, 1 for a cosine.
   */
  public double magnitude(int query, double[] vector) {
    double[] target = queries[query];
    return switch (function()) {
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT ->
          Math.sqrt(dot(vector, vector) * dot(target, target));
      case EUCLIDEAN -> dot(vector, vector) + dot(target, target);
      case COSINE -> 1;
    };
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double squareDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  /** The SHA-256 of every file, by name. */
  public Map<String, String> checksums() throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    for (String name : new String[] {BASE, QUERIES, NEIGHBORS, SIMILARITIES, DataProperties.FILE}) {
      if (Files.exists(directory.resolve(name))) {
        checksums.put(name, sha256(directory.resolve(name)));
      }
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
