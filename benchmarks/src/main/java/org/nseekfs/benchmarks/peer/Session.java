package org.nseekfs.benchmarks.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An engine that is ready to search; used by one thread. */
public interface Session extends AutoCloseable {

  /** Searches the nearest to the data set's query {@code query}. */
  Answer search(int query) throws IOException;

  /** Searches the nearest to each of the data set's {@code queries}. */
  default List<Answer> searchAll(int[] queries) throws IOException {
    List<Answer> answers = new ArrayList<>(queries.length);
    for (int query : queries) {
      answers.add(search(query));
    }
    return answers;
  }

  /** Whether {@link #searchAll} is one call of the engine. */
  default boolean answersBatches() {
    return false;
  }

  /** What a reader of the result should know: a version, parameters; may be empty. */
  String detail();

  /** The vectors that are searched, where they are floats of a Lucene index of one segment. */
  default Optional<HeldVectors> heldVectors() throws IOException {
    return Optional.empty();
  }

  /** How large the index is. */
  IndexSize size() throws IOException;

  @Override
  void close() throws IOException;
}
