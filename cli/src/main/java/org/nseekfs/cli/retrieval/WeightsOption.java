package org.nseekfs.cli.retrieval;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The option that says with which weights to measure fusions. */
@Command
public final class WeightsOption {

  @Option(
      names = "--weights",
      defaultValue = "1,1",
      converter = WeightsConverter.class,
      paramLabel = "TEXT,VECTOR",
      description =
          "Weights of the list by text and of the list by vector; repeat it to compare some (default:"
              + " 1,1).")
  private List<Weights> weights;

  /** All that were given. */
  public List<Weights> all() {
    return weights;
  }
}
