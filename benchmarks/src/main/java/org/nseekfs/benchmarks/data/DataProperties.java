package org.nseekfs.benchmarks.data;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.cli.file.MalformedFileException;
import org.nseekfs.cli.file.Utf8;

/**
 * What {@code dataset.properties} says of a data set: {@code similarity=dot_product}, {@code
 * euclidean}, {@code cosine} or {@code maximum_inner_product}. Without that file it is the dot
 * product.
 *
 * @param function what "near" means
 */
public record DataProperties(VectorSimilarityFunction function) {

  static final String FILE = "dataset.properties";

  private static final String SIMILARITY = "similarity";

  /**
   * The properties of the data set in {@code directory}.
   *
   * @throws MalformedFileException if the file names no similarity, or one that is none
   */
  static DataProperties read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return new DataProperties(VectorSimilarityFunction.DOT_PRODUCT);
    }
    Properties properties = new Properties();
    try (Reader reader = Utf8.reader(file)) {
      properties.load(reader);
    }
    String named = properties.getProperty(SIMILARITY);
    return Arrays.stream(VectorSimilarityFunction.values())
        .filter(function -> name(function).equals(named))
        .findFirst()
        .map(DataProperties::new)
        .orElseThrow(() -> unknown(file, named));
  }

  private static MalformedFileException unknown(Path file, String named) {
    return new MalformedFileException(
        file,
        SIMILARITY
            + " must be one of "
            + Arrays.stream(VectorSimilarityFunction.values()).map(DataProperties::name).toList()
            + ", got "
            + (named == null ? "none" : "\"" + named + "\""));
  }

  /** Writes the file into {@code directory}. */
  public void write(Path directory) throws IOException {
    Files.writeString(directory.resolve(FILE), SIMILARITY + "=" + functionName() + "\n");
  }

  /** The function's name in the file. */
  public String functionName() {
    return name(function);
  }

  private static String name(VectorSimilarityFunction function) {
    return function.name().toLowerCase(Locale.ROOT);
  }
}
