package org.nseekfs.cli.retrieval;

import java.util.Set;

/**
 * A question of which it is known what it should find.
 *
 * @param question its text
 * @param relevant keys of the documents to find, at least one
 */
public record Topic(String question, Set<String> relevant) {

  /** Copies the keys. */
  public Topic {
    relevant = Set.copyOf(relevant);
  }
}
