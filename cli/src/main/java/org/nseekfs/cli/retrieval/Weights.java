package org.nseekfs.cli.retrieval;

/**
 * Weights of the lists that are fused, each above 0.
 *
 * @param text of the list by text
 * @param vector of the list by vector
 */
public record Weights(float text, float vector) {

  /** Both alike. */
  public static final Weights EQUAL = new Weights(1, 1);

  @Override
  public String toString() {
    return text + "," + vector;
  }
}
