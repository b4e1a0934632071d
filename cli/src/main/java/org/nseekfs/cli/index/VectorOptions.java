package org.nseekfs.cli.index;

import java.io.IOException;
import java.nio.file.Path;
import org.nseekfs.cli.file.ReadSettings;
import org.nseekfs.cli.file.VectorFile;
import org.nseekfs.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say how a file of vectors is read. */
@Command
public final class VectorOptions {

  /** What a file of vectors may be, for descriptions of options. */
  public static final String FORMATS =
      "npy, npz, hdf5, fvecs, bvecs, ivecs, fbin, u8bin, i8bin, csv, tsv or jsonl, as its name ends;"
          + " FILE#NAME for one of several arrays in an npz or hdf5; the others also with .gz behind;"
          + " - for standard input";

  @Option(
      names = "--format",
      paramLabel = "EXTENSION",
      description =
          "Read the file as if its name ended so, as in csv or csv.gz; standard input, which is -,"
              + " needs it.")
  private String format;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description =
          "The column of a csv or tsv, or the field of a jsonl, that holds the vector as a list"
              + " (default: the only one that holds a list).")
  private String column;

  @Option(
      names = "--plain-csv",
      description =
          "Take every line of a .csv or .tsv for a vector and every column for elements, also where"
              + " they are 0, 1, 2, ... as the labels that pandas writes.")
  private boolean plainCsv;

  @Option(
      names = "--normalize",
      description = "Bring every vector of the file to unit length, which dot_product is for.")
  private boolean normalize;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  public boolean normalize() {
    return normalize;
  }

  /**
   * Opens a file as these options say.
   *
   * @throws ParameterException if the format is none that is read, or none is named for standard
   *     input
   */
  public VectorFile open(Path path) throws IOException {
    if (format == null && path.equals(Path.of("-"))) {
      throw new ParameterException(
          command.commandLine(), "standard input (-) needs --format, as in --format csv");
    }
    return VectorFile.open(path, settings());
  }

  private ReadSettings settings() {
    try {
      return new ReadSettings(format, column, plainCsv);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--format: " + e.getMessage(), e);
    }
  }

  /** The vectors of a file, of unit length if that was asked for. */
  public LengthCheckedVectors read(VectorFile file) {
    return new LengthCheckedVectors(VectorSource.of(file), normalize);
  }

  /** Tells of vectors read that are not of unit length. */
  public static void warnOfLengths(Output output, Path path, LengthCheckedVectors vectors) {
    vectors
        .others()
        .ifPresent(
            others ->
                output.warn(
                    path
                        + ": "
                        + others
                        + ": bring them to it with --normalize, or make the index with --similarity"
                        + " max_inner_product, which takes any length"));
  }
}
