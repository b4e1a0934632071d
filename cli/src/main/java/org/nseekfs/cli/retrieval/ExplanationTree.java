package org.nseekfs.cli.retrieval;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.search.Explanation;

/**
 * Lucene's explanation, to be printed as JSON.
 *
 * @param value null where nothing matches
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ExplanationTree(
    boolean match, Number value, String description, List<ExplanationTree> details) {

  static ExplanationTree of(Explanation explanation) {
    return new ExplanationTree(
        explanation.isMatch(),
        explanation.isMatch() ? explanation.getValue() : null,
        explanation.getDescription(),
        Arrays.stream(explanation.getDetails()).map(ExplanationTree::of).toList());
  }
}
