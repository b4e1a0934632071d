package org.nseekfs.cli.index;

import java.io.IOException;
import java.nio.file.Path;
import org.nseekfs.cli.file.ReadSettings;
import org.nseekfs.cli.file.VectorFile;
import org.nseekfs.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options that say how a file of vectors is read. */
@Command
public final class VectorOptions {

  /** What a file of vectors may be, for descriptions of options. */
  public static final String FORMATS =
      ".npy, .npz, .fvecs, .bvecs, .ivecs, .fbin, .u8bin, .i8bin, .csv, .tsv or .jsonl;"
          + " FILE.npz#NAME for one of several arrays";

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description =
          "The column of a .csv or .tsv, or the field of a .jsonl, that holds the vector as a list"
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

  boolean normalize() {
    return normalize;
  }

  /** Opens a file as these options say. */
  public VectorFile open(Path path) throws IOException {
    return VectorFile.open(path, new ReadSettings(column, plainCsv));
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
