package org.nseekfs.cli.retrieval;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.ScoreDoc;
import org.nseekfs.cli.embedding.EmbeddingModel;
import org.nseekfs.cli.index.DocumentLabel;
import org.nseekfs.cli.index.DocumentLabels;
import org.nseekfs.cli.index.IndexChoice;
import org.nseekfs.cli.index.LabelOptions;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.TextTable;
import org.nseekfs.search.hybrid.HybridQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches an index by text and by vector at once. */
@Command(
    name = "hybrid",
    description = {
      "Find what a text asks for, by its words and by its meaning.",
      "Fuses the best of a text search (BM25) with the nearest vectors. The text is embedded in this"
          + " process, with the model that the index was built with."
    })
public final class HybridCommand implements Callable<Integer> {

  /** A document found. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Hit(
      int rank, @JsonUnwrapped DocumentLabel label, float score, ExplanationTree explanation) {}

  /** What the command prints with --json. */
  record Result(
      String index,
      String text,
      String fusion,
      Weights weights,
      int window,
      int k,
      List<Hit> hits) {}

  @Mixin private Output output;

  @Mixin private IndexChoice index;

  @Option(names = "--text", required = true, paramLabel = "TEXT", description = "What to look for.")
  private String text;

  @Option(
      names = "--fusion",
      defaultValue = "RRF",
      paramLabel = "NAME",
      description =
          "How the two lists become one: rrf (default; by ranks), or the sum of scores after"
              + " min_max, z_score, l2 or distribution (mean and three deviations).")
  private FusionMethod fusion;

  @Option(
      names = "--weights",
      defaultValue = "1,1",
      converter = WeightsConverter.class,
      paramLabel = "TEXT,VECTOR",
      description = "Weights of the list by text and of the list by vector (default: 1,1).")
  private Weights weights;

  @Option(
      names = "-k",
      defaultValue = "10",
      paramLabel = "K",
      description = "How many to find (default: ${DEFAULT-VALUE}).")
  private int k;

  @Mixin private LabelOptions labels;

  @Option(names = "--explain", description = "Tell where each score comes from.")
  private boolean explain;

  @Override
  public Integer call() throws IOException {
    output.requireAtLeast(1, "-k", k);
    if (text.isBlank()) {
      throw output.usage("--text must hold a word, got '" + text + "'");
    }
    try (VectorIndex opened = index.open()) {
      EmbeddingModel model = EmbeddingModel.of(opened.modelOrNull());
      int window = Math.max(k, Evaluation.WINDOW);
      float[] embedding = model.embed(List.of(text))[0];
      HybridQuery query =
          new Questions(opened).ask(text, embedding, window).fused(fusion, weights, k);
      DocumentLabels shown = labels.of(opened);
      List<Hit> hits = new ArrayList<>();
      List<Explanation> explanations = new ArrayList<>();
      for (ScoreDoc hit : opened.searcher().search(query, k).scoreDocs) {
        Explanation explanation = explain ? opened.searcher().explain(query, hit.doc) : null;
        explanations.add(explanation);
        hits.add(hit(shown, hits.size() + 1, hit, explanation));
      }
      print(
          new Result(index.path().toString(), text, fusion.label(), weights, window, k, hits),
          explanations);
    }
    return 0;
  }

  private static Hit hit(DocumentLabels labels, int rank, ScoreDoc hit, Explanation explanation)
      throws IOException {
    return new Hit(
        rank,
        labels.of(hit.doc),
        hit.score,
        explanation == null ? null : ExplanationTree.of(explanation));
  }

  private void print(Result result, List<Explanation> explanations) throws IOException {
    if (output.isJson()) {
      output.printJson(result);
      return;
    }
    PrintWriter out = output.out();
    TextTable table = new TextTable("rank", "id", "score", "text");
    for (Hit hit : result.hits()) {
      table.add(
          Integer.toString(hit.rank()),
          hit.label().id().toString(),
          String.format(Locale.ROOT, "%.6f", hit.score()),
          hit.label().cell());
    }
    table.print(out);
    if (explain) {
      for (Hit hit : result.hits()) {
        out.println();
        out.println("rank " + hit.rank() + ", id " + hit.label().id());
        out.print(explanations.get(hit.rank() - 1));
      }
    }
    out.flush();
  }
}
