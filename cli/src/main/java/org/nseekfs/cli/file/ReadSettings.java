package org.nseekfs.cli.file;

/**
 * How a file of vectors is read, where the file does not tell.
 *
 * @param columnOrNull the column of a {@code .csv} or {@code .tsv}, or the field of a {@code
 *     .jsonl}, that holds the vector as a list; null for the only one that holds a list
 * @param plainCsv whether all of a {@code .csv} or {@code .tsv} is vectors, also what looks like
 *     labels
 */
public record ReadSettings(String columnOrNull, boolean plainCsv) {

  /** No file needs more than it tells. */
  public static final ReadSettings DEFAULT = new ReadSettings(null, false);
}
