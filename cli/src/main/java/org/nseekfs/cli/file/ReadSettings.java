package org.nseekfs.cli.file;

/**
 * How a file of vectors is read, where the file does not tell.
 *
 * @param formatOrNull what the file is read as: an extension, such as {@code csv} or {@code
 *     csv.gz}; null for that of its name
 * @param columnOrNull the column of a {@code .csv} or {@code .tsv}, or the field of a {@code
 *     .jsonl}, that holds the vector as a list; null for the only one that holds a list
 * @param plainCsv whether all of a {@code .csv} or {@code .tsv} is vectors, also what looks like
 *     labels
 */
public record ReadSettings(String formatOrNull, String columnOrNull, boolean plainCsv) {

  /** The file tells all. */
  public static final ReadSettings DEFAULT = new ReadSettings(null, null, false);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the format is none that is read
   */
  public ReadSettings {
    if (formatOrNull != null) {
      VectorFormat.of(VectorInput.extension("." + formatOrNull), formatOrNull);
    }
  }
}
