package org.nseekfs.cli.search;

import picocli.CommandLine.Option;

/** How far a search reaches: one of the two options, or as many documents as by default. */
final class LimitOptions {

  private static final int DEFAULT_K = 10;

  @Option(
      names = "-k",
      paramLabel = "K",
      description = "How many to find (default: " + DEFAULT_K + ").")
  private Integer k;

  @Option(
      names = "--min-raw",
      paramLabel = "VALUE",
      description =
          "Find everything that is at least so near, as column raw tells it: a dot product, a"
              + " cosine, or minus a squared distance.")
  private Double minRaw;

  /** How many to find, where {@link #minRaw} does not say what. */
  int k() {
    return k == null ? DEFAULT_K : k;
  }

  /** How near all that is to be found is; null if that is not asked for. */
  Double minRaw() {
    return minRaw;
  }
}
