package org.nseekfs.benchmarks.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.peer.ProgressLines;
import org.nseekfs.benchmarks.peer.ProgressListener;
import org.nseekfs.cli.file.VectorFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nseek bench-data}: makes data sets for {@code nseek bench}. */
@Command(
    name = "bench-data",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "KIND",
    description =
        "Make a data set for 'nseek bench': vectors, queries and the 100 true neighbours of each,"
            + " by brute force in double precision. The same arguments give the same bytes.")
public final class BenchDataCommand implements Runnable {

  private static final String OUT = "directory to write; files of those names are replaced";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name the kind of data set");
  }

  @Command(
      name = "fashion-mnist",
      mixinStandardHelpOptions = true,
      description =
          "60,000 images of 784 pixels, 10,000 test images as queries, by Euclidean distance.")
  int fashionMnist(
      @Option(
              names = "--from",
              paramLabel = "DIR",
              defaultValue = "/usr/share/datasets/fashion-mnist",
              description =
                  "holds train-images-idx3-ubyte.gz and t10k-images-idx3-ubyte.gz, as Debian's"
                      + " dataset-fashion-mnist does; default: ${DEFAULT-VALUE}")
          Path from,
      @Option(names = "--out", required = true, paramLabel = "DIR", description = OUT) Path out)
      throws IOException {
    try (IdxImages base = IdxImages.open(from.resolve("train-images-idx3-ubyte.gz"));
        IdxImages queries = IdxImages.open(from.resolve("t10k-images-idx3-ubyte.gz"))) {
      new GeneratedSet(out, VectorSimilarityFunction.EUCLIDEAN, progress()).write(queries, base);
    }
    return 0;
  }

  @Command(
      name = "mixture",
      mixinStandardHelpOptions = true,
      description =
          "Many vectors made of real ones: mixtures of near neighbours plus noise, of unit length,"
              + " by dot product. The queries are the real ones.")
  int mixture(
      @Option(
              names = "--from",
              required = true,
              paramLabel = "DIR",
              description = "holds base.npy and query.npy, of unit length")
          Path from,
      @Option(names = "--out", required = true, paramLabel = "DIR", description = OUT) Path out,
      @Option(
              names = "--count",
              defaultValue = "1000000",
              description = "vectors; default: ${DEFAULT-VALUE}")
          int count,
      @Option(
              names = "--queries",
              defaultValue = "1000",
              description = "the first so many queries; default: ${DEFAULT-VALUE}")
          int queries,
      @Option(names = "--seed", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
          long seed)
      throws IOException {
    try (VectorFile realBase = VectorFile.open(from.resolve(DataSet.BASE));
        VectorFile realQueries = VectorFile.open(from.resolve(DataSet.QUERIES))) {
      FirstVectors targets = new FirstVectors(realQueries, queries);
      new GeneratedSet(out, VectorSimilarityFunction.DOT_PRODUCT, progress())
          .write(targets, new MixtureVectors(realBase, count, new Random(seed), progress()));
    } catch (IllegalArgumentException e) {
      throw usage(e);
    }
    return 0;
  }

  @Command(
      name = "gaussian",
      mixinStandardHelpOptions = true,
      description =
          "Vectors and queries of independent standard normal elements, not normalised, by dot"
              + " product: data in which nothing can be pruned.")
  int gaussian(
      @Option(names = "--out", required = true, paramLabel = "DIR", description = OUT) Path out,
      @Option(
              names = "--count",
              defaultValue = "100000",
              description = "vectors; default: ${DEFAULT-VALUE}")
          int count,
      @Option(names = "--dimension", defaultValue = "384", description = "${DEFAULT-VALUE}")
          int dimension,
      @Option(names = "--queries", defaultValue = "200", description = "${DEFAULT-VALUE}")
          int queries,
      @Option(names = "--seed", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
          long seed)
      throws IOException {
    try {
      // Queries are written before the base is begun, and so drawn before it.
      Random random = new Random(seed);
      new GeneratedSet(out, VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT, progress())
          .write(
              new GaussianVectors(random, queries, dimension),
              new GaussianVectors(random, count, dimension));
    } catch (IllegalArgumentException e) {
      throw usage(e);
    }
    return 0;
  }

  private ProgressListener progress() {
    return new ProgressLines(spec.commandLine().getErr());
  }

  private ParameterException usage(IllegalArgumentException e) {
    return new ParameterException(spec.commandLine(), e.getMessage(), e);
  }
}
