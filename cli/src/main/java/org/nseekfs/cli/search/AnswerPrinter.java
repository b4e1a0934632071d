package org.nseekfs.cli.search;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.cli.output.TextTable;

/** Prints answers for people. */
record AnswerPrinter(PrintWriter out) {

  /**
   * Prints answers, and what their figures mean.
   *
   * @param title what is said before the query of each
   */
  void print(String title, List<Answer> answers, VectorSimilarityFunction similarity) {
    for (Answer answer : answers) {
      out.println(title + " " + answer.query());
      print(answer.hits());
      if (answer.pruned() != null) {
        out.printf(
            Locale.ROOT,
            "%,d of %,d documents scored%s%n",
            answer.scored(),
            answer.considered(),
            answer.scored() < answer.considered() ? ", the rest ruled out by proof" : "");
      }
      if (answer.estimatedRecall() != null) {
        out.printf(
            Locale.ROOT,
            "estimated recall %.4f (%s)%n",
            answer.estimatedRecall(),
            answer.stopReason().replace('_', ' '));
      }
      out.println();
    }
    out.println("raw: " + meaning(similarity) + "; larger is nearer");
    out.flush();
  }

  private void print(List<Hit> hits) {
    TextTable table = new TextTable("rank", "id", "raw", "score", "text");
    for (Hit hit : hits) {
      table.add(
          Integer.toString(hit.rank()),
          hit.label().id().toString(),
          String.format(Locale.ROOT, "%.6f", hit.raw()),
          String.format(Locale.ROOT, "%.6f", hit.score()),
          hit.label().cell());
    }
    table.print(out);
  }

  private static String meaning(VectorSimilarityFunction similarity) {
    return switch (similarity) {
      case EUCLIDEAN -> "squared distance, negated";
      case COSINE -> "cosine";
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> "dot product";
    };
  }
}
