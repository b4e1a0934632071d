package org.nseekfs.cli.retrieval;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nseekfs.cli.embedding.EmbeddingModel;
import org.nseekfs.cli.index.IndexChoice;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.cli.output.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Evaluates text, vector and hybrid search by questions with known answers. */
@Command(
    name = "eval",
    description = {
      "Measure how well text, vector and hybrid search find what they should.",
      "Means over all questions of the first 10 hits: MRR (1 over the rank of the first relevant"
          + " one), nDCG (relevant ones, discounted by rank), recall (relevant ones found)."
    })
public final class EvalCommand implements Callable<Integer> {

  /** What the command prints with --json. */
  record Result(String index, int questions, int k, int window, List<WayFigures> ways) {}

  @Mixin private Output output;

  @Mixin private IndexChoice index;

  @Option(
      names = "--questions",
      required = true,
      paramLabel = "FILE.tsv",
      description =
          "A line a question: its text and, after a tab, the id that the document to find has in the"
              + " file of texts. Lines of one question name several documents.")
  private Path questions;

  @Mixin private WeightsOption weights;

  @Override
  public Integer call() throws IOException {
    List<Topic> topics = TopicFile.read(questions);
    try (VectorIndex opened = index.open();
        Progress progress = output.progress("evaluating", topics.size())) {
      Evaluation evaluation =
          new Evaluation(opened, EmbeddingModel.of(opened.modelOrNull())::embed, weights.all());
      print(
          new Result(
              index.path().toString(),
              topics.size(),
              Evaluation.K,
              Evaluation.WINDOW,
              evaluation.run(topics, progress::stepTo)));
    }
    return 0;
  }

  private void print(Result result) throws IOException {
    if (output.isJson()) {
      output.printJson(result);
      return;
    }
    PrintWriter out = output.out();
    TextTable table = new TextTable("search", "MRR@10", "nDCG@10", "recall@10");
    for (WayFigures way : result.ways()) {
      table.add(way.engine(), figure(way.mrr()), figure(way.ndcg()), figure(way.recall()));
    }
    table.print(out);
    out.printf(Locale.ROOT, "%n%,d questions%n", result.questions());
    out.flush();
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
