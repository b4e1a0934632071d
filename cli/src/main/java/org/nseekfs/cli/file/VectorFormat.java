package org.nseekfs.cli.file;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The formats of files of vectors, each named as the extension of its files. */
enum VectorFormat {
  NPY,
  NPZ,
  FVECS,
  BVECS,
  IVECS,
  FBIN,
  U8BIN,
  I8BIN,
  CSV,
  TSV,
  JSONL,
  HDF5,
  H5;

  /**
   * The format of files that end in {@code extension}.
   *
   * @throws IllegalArgumentException naming {@code name}, if there is none
   */
  static VectorFormat of(String extension, String name) {
    return Arrays.stream(values())
        .filter(format -> format.extension().equals(extension))
        .findFirst()
        .orElseThrow(() -> unknown(extension, name));
  }

  private static IllegalArgumentException unknown(String extension, String name) {
    String remedy =
        extension.equals("parquet")
            ? "numpy.save(\"v.npy\", numpy.stack(pandas.read_parquet(\"v.parquet\")[\"vector\"]))"
            : "numpy.save makes a .npy of any array";
    return new IllegalArgumentException(
        "a file of vectors must end in " + extensions() + ", got \"" + name + "\": " + remedy);
  }

  private static String extensions() {
    return Arrays.stream(values())
        .map(format -> "." + format.extension())
        .collect(Collectors.joining(", "));
  }

  private String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  private boolean hasColumns() {
    return this == CSV || this == TSV || this == JSONL;
  }

  /** Opens {@code input}, which is of this format. */
  VectorFile open(VectorInput input, ReadSettings settings) throws IOException {
    if (settings.columnOrNull() != null && !hasColumns()) {
      throw new IllegalArgumentException(
          input.path() + " has no columns: --column is for .csv, .tsv and .jsonl");
    }
    return switch (this) {
      case NPY -> binary(input, NpyHeader::read);
      case NPZ -> NpzFile.open(input);
      case FVECS -> binary(input, file -> VecsLayout.read(file, ElementKind.FLOAT32));
      case BVECS -> binary(input, file -> VecsLayout.read(file, ElementKind.UINT8));
      case IVECS -> binary(input, file -> VecsLayout.read(file, ElementKind.INT32));
      case FBIN -> binary(input, file -> BinLayout.read(file, ElementKind.FLOAT32));
      case U8BIN -> binary(input, file -> BinLayout.read(file, ElementKind.UINT8));
      case I8BIN -> binary(input, file -> BinLayout.read(file, ElementKind.INT8));
      case CSV -> input.open(file -> CsvRows.open(file, ',', settings));
      case TSV -> input.open(file -> CsvRows.open(file, '\t', settings));
      case HDF5, H5 -> Hdf5File.open(input);
      case JSONL -> input.open(file -> JsonRows.open(file, settings));
    };
  }

  private static VectorFile binary(VectorInput input, MappedFile.Parser<MatrixLayout> layout)
      throws IOException {
    return input.open(file -> new BinaryVectors(file, layout.parse(file)));
  }
}
