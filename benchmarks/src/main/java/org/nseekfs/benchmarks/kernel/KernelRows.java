package org.nseekfs.benchmarks.kernel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;

/** Random vectors of unit length and a target, the same in every run, and a directory for files. */
final class KernelRows implements Closeable {

  private static final long SEED = 42;

  private final float[][] vectors;
  private final float[] target;
  private final Path path;
  private final Directory directory;
  private final List<Closeable> opened = new ArrayList<>();

  KernelRows(int count, int dimension) throws IOException {
    Random random = new Random(SEED);
    this.vectors = new float[count][];
    for (int row = 0; row < count; row++) {
      vectors[row] = unitVector(random, dimension);
    }
    this.target = unitVector(random, dimension);
    this.path = Files.createTempDirectory("nseek-kernels");
    this.directory = new MMapDirectory(path);
  }

  private static float[] unitVector(Random random, int dimension) {
    double[] vector = random.doubles(dimension, -1, 1).toArray();
    double squares = 0;
    for (double element : vector) {
      squares += element * element;
    }
    float[] unit = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      unit[i] = (float) (vector[i] / Math.sqrt(squares));
    }
    return unit;
  }

  static double[] widen(float[] vector) {
    double[] wide = new double[vector.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = vector[i];
    }
    return wide;
  }

  static byte[] toBytes(float[] vector) {
    byte[] bytes = new byte[vector.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(vector[i] * Byte.MAX_VALUE);
    }
    return bytes;
  }

  int count() {
    return vectors.length;
  }

  float[][] vectors() {
    return vectors;
  }

  float[] target() {
    return target;
  }

  Directory directory() {
    return directory;
  }

  void closeWithDirectory(Closeable file) {
    opened.add(file);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(opened);
    directory.close();
    IOUtils.rm(path);
  }
}
