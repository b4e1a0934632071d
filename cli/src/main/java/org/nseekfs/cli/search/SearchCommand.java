package org.nseekfs.cli.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nseekfs.cli.embedding.EmbeddingModel;
import org.nseekfs.cli.file.VectorFile;
import org.nseekfs.cli.index.ArrayVectors;
import org.nseekfs.cli.index.FilterOptions;
import org.nseekfs.cli.index.IndexChoice;
import org.nseekfs.cli.index.IndexVectors;
import org.nseekfs.cli.index.LabelOptions;
import org.nseekfs.cli.index.LengthCheckedVectors;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorOptions;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches an index for the nearest vectors. */
@Command(
    name = "search",
    description = {
      "Find the nearest vectors, nearest first: all of them, or a stated share.",
      "Reads any Lucene index; vectors in other formats than nseek's are compared one by one."
    })
public final class SearchCommand implements Callable<Integer> {

  /** What is searched for: one of these. */
  static final class Targets {
    @Option(
        names = "--vectors",
        paramLabel = "FILE",
        description = "A file of vectors to search for, each on its own.")
    private Path vectors;

    @Option(
        names = "--like",
        paramLabel = "ID",
        description = "The id of a document in the index: find its neighbours, without itself.")
    private String like;

    @Option(
        names = "--text",
        paramLabel = "TEXT",
        description =
            "A text: find what means nearly the same. Vectorized by the model that the index names.")
    private String text;

    /** How the answers of a table are headed. */
    private String label() {
      return vectors != null ? "query" : like != null ? "like" : "text";
    }
  }

  /**
   * What the command prints with --json.
   *
   * @param k null if {@code minRaw} is given
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(
      String index,
      String field,
      Integer k,
      Double minRaw,
      String mode,
      String similarity,
      List<Answer> answers) {}

  @Mixin private Output output;

  @Mixin private IndexChoice index;

  @ArgGroup(multiplicity = "1")
  private Targets targets;

  @ArgGroup private LimitOptions limit = new LimitOptions();

  @Mixin private FilterOptions filter;

  @Mixin private VectorOptions reading;

  @Mixin private ModeOptions how;

  @Mixin private LabelOptions labels;

  @Mixin private ProofOptions proof;

  @Override
  public Integer call() throws IOException {
    output.requireAtLeast(1, "-k", limit.k());
    filter.require(output);
    requireExactForMinRaw();
    proof.require(output, how.mode(), filter.isEmpty() && limit.minRaw() == null);
    SearchPlan plan = how.plan(output, limit.k(), 1);
    try (VectorIndex opened = index.open()) {
      LabelledSearch search =
          new LabelledSearch(
              opened,
              new Scope(opened.field(), filter.queryOrNull(opened.reader())),
              labels.of(opened),
              limit.minRaw(),
              proof::write);
      print(opened, answers(opened, search, plan));
    }
    return 0;
  }

  private void requireExactForMinRaw() {
    if (limit.minRaw() != null && !how.mode().isExact()) {
      throw output.usage(
          "--min-raw needs --mode exact or scan, got --mode "
              + how.mode().label()
              + ", which finds the k nearest only");
    }
    if (limit.minRaw() != null && limit.minRaw().isNaN()) {
      throw output.usage("--min-raw must be a number, got NaN");
    }
  }

  private List<Answer> answers(VectorIndex opened, LabelledSearch search, SearchPlan plan)
      throws IOException {
    if (targets.vectors != null) {
      return searchFile(opened, search, plan);
    }
    return List.of(
        targets.like != null ? searchLike(opened, search, plan) : searchText(opened, search, plan));
  }

  private Answer searchText(VectorIndex opened, LabelledSearch search, SearchPlan plan)
      throws IOException {
    EmbeddingModel model = EmbeddingModel.of(opened.modelOrNull());
    return search.nearest(
        targets.text, new ArrayVectors(model.embed(List.of(targets.text))), 0, plan);
  }

  private Answer searchLike(VectorIndex opened, LabelledSearch search, SearchPlan plan)
      throws IOException {
    IndexVectors stored = new IndexVectors(opened);
    int doc = search.labels().ids().find(opened.searcher(), targets.like);
    int row = stored.rowOf(doc);
    if (row < 0) {
      throw new CommandFailedException(
          "no document with a vector and id "
              + targets.like
              + " in "
              + index.path()
              + ids(search, stored));
    }
    int others = Math.min(plan.k(), Integer.MAX_VALUE - 1);
    return search.others(stored, row, plan.withSelf(others), others);
  }

  private static String ids(LabelledSearch search, IndexVectors stored) throws IOException {
    return stored.count() == 0
        ? ", which has no vectors"
        : ": the first has id "
            + search.labels().ids().of(stored.doc(0))
            + ", the last "
            + search.labels().ids().of(stored.doc(stored.count() - 1));
  }

  private List<Answer> searchFile(VectorIndex opened, LabelledSearch search, SearchPlan plan)
      throws IOException {
    List<Answer> answers = new ArrayList<>();
    try (VectorFile file = reading.open(targets.vectors);
        Progress progress = output.progress("searching", file.count())) {
      proof.requireOne(targets.vectors, file);
      LengthCheckedVectors queries = reading.read(file);
      for (int row = 0; row < queries.count(); row++) {
        answers.add(search.nearest(row, queries, row, plan));
        progress.step();
      }
      if (opened.isOfUnitLength()) {
        VectorOptions.warnOfLengths(output, targets.vectors, queries);
      }
    }
    return answers;
  }

  private void print(VectorIndex opened, List<Answer> answers) throws IOException {
    if (output.isJson()) {
      output.printJson(
          new Result(
              index.path().toString(),
              opened.field(),
              limit.minRaw() == null ? limit.k() : null,
              limit.minRaw(),
              how.mode().label(),
              opened.similarityFunction().name().toLowerCase(Locale.ROOT),
              answers));
      return;
    }
    new AnswerPrinter(output.out()).print(targets.label(), answers, opened.similarityFunction());
  }
}
