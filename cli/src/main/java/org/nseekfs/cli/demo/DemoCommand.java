package org.nseekfs.cli.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.concurrent.Callable;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.nseekfs.cli.build.IndexBuilder;
import org.nseekfs.cli.build.IndexSettings;
import org.nseekfs.cli.embedding.EmbeddingModel;
import org.nseekfs.cli.index.DisposableDirectory;
import org.nseekfs.cli.index.DocumentText;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.IndexMetadata;
import org.nseekfs.cli.index.StagedIndex;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.cli.output.TextTable;
import org.nseekfs.search.verify.Discrepancy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows on real text what the project does; a subclass may do it elsewhere. */
@Command(
    name = "demo",
    description = {
      "Search real text by words, by meaning and by both.",
      "Embeds dictionary entries (WordNet 3.1) with all-MiniLM-L6-v2 in this process, indexes them,"
          + " answers five questions in three ways, and compares the element types."
    })
public class DemoCommand implements Callable<Integer> {

  /** Entries that are embedded but not indexed: queries of the comparison. */
  private static final int HELD_OUT = 100;

  private static final int FEWEST_DOCUMENTS = 20;

  /** What the command prints with --json. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(
      int documents,
      String model,
      int dimension,
      String index,
      List<DemoAnswer> answers,
      int queries,
      int k,
      List<TypeComparison.Figures> elementTypes) {}

  @Mixin protected Output output;

  @Option(
      names = "--documents",
      defaultValue = "10000",
      paramLabel = "N",
      description = "Entries to index (default: ${DEFAULT-VALUE}).")
  protected int documents;

  @Option(
      names = "--interactive",
      description = "Then answer questions from standard input, up to an empty line.")
  protected boolean interactive;

  @Parameters(
      arity = "0..1",
      paramLabel = "INDEX",
      description = "The directory to keep the index in (default: it is deleted at the end).")
  protected Path index;

  @Option(names = "--overwrite", description = "Replace an index there, once the new one is made.")
  private boolean overwrite;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "Where embeddings are kept (default: nseek in the user's cache folder).")
  private Path cache;

  protected final EmbeddingModel model = new EmbeddingModel();

  @Override
  public final Integer call() throws IOException {
    output.requireAtLeast(FEWEST_DOCUMENTS, "--documents", documents);
    if (interactive && output.isJson()) {
      throw output.usage("--interactive and --json exclude each other");
    }
    demonstrate();
    return 0;
  }

  /** Indexes and searches, once the options are known to be right. */
  protected void demonstrate() throws IOException {
    try (DisposableDirectory temporary = DisposableDirectory.temporary();
        StagedIndex kept =
            StagedIndex.create(
                index == null ? temporary.path().resolve("index") : index,
                overwrite,
                output::noteLeftover)) {
      run(kept);
    }
  }

  private void run(StagedIndex place) throws IOException {
    Selection selection = select();
    float[][] rows = embed(selection);
    VectorSource vectors = VectorSource.of(Arrays.copyOf(rows, documents));
    VectorSource heldOut = VectorSource.of(Arrays.copyOfRange(rows, documents, rows.length));
    build(place.staging(), vectors, selection.first(documents));
    if (index != null) {
      place.publish();
    }
    try (VectorIndex opened =
        VectorIndex.open(index == null ? place.staging() : index, Fields.VECTOR)) {
      ThreeSearches searches = new ThreeSearches(opened, model);
      List<DemoAnswer> answers = answer(searches);
      printAnswers(answers);
      prove(searches, answers);
      printComparison(answers, compare(vectors, heldOut), heldOut.count());
      if (interactive) {
        converse(searches);
      }
      printNext();
    }
  }

  /**
   * The entries there are.
   *
   * @throws picocli.CommandLine.ParameterException if more are asked for
   */
  protected Selection select() throws IOException {
    Selection selection = Selection.read();
    int most = selection.size() - HELD_OUT;
    if (documents > most) {
      throw output.usage("--documents must be at most " + most + ", got " + documents);
    }
    return selection;
  }

  /** Embeddings of the entries to index, and of those to search for behind them. */
  protected float[][] embed(Selection selection) {
    Path folder = cache == null ? CacheFolder.find() : cache;
    int count = documents + HELD_OUT;
    Embeddings embeddings = new Embeddings(model, selection, folder, output::warn);
    try (Progress progress = output.progress("1/3 embedding", count)) {
      return embeddings.first(count, progress::stepTo);
    }
  }

  private void build(Path place, VectorSource vectors, List<DocumentText> synsets)
      throws IOException {
    IndexSettings settings = IndexSettings.DEFAULT;
    IndexMetadata metadata =
        new IndexMetadata(
            settings.type(),
            settings.similarityFunction(),
            "demo, WordNet " + WordNet.VERSION,
            false,
            EmbeddingModel.NAME);
    try (Directory directory = new MMapDirectory(place);
        Progress progress = output.progress("2/3 indexing", vectors.count())) {
      new IndexBuilder(settings, metadata.toUserData())
          .build(directory, vectors, synsets.iterator(), progress::stepTo);
    }
  }

  private static List<DemoAnswer> answer(ThreeSearches searches) throws IOException {
    List<DemoAnswer> answers = new ArrayList<>();
    for (SampleQuestion sample : SampleQuestion.values()) {
      answers.add(searches.answer(sample.question(), sample.expectedKey()));
    }
    return answers;
  }

  private List<TypeComparison.Figures> compare(VectorSource vectors, VectorSource heldOut)
      throws IOException {
    TypeComparison comparison = new TypeComparison(vectors, heldOut);
    try (Progress progress = output.progress("3/3 comparing types", comparison.steps())) {
      return comparison.measure(progress::step);
    }
  }

  private void printAnswers(List<DemoAnswer> answers) {
    if (output.isJson()) {
      return;
    }
    PrintWriter out = output.out();
    out.printf(
        Locale.ROOT,
        "%,d dictionary entries (WordNet 3.1), embedded with %s (%d dimensions), searched exactly.%n",
        documents,
        EmbeddingModel.NAME,
        EmbeddingModel.DIMENSION);
    out.println("* marks the entry that the question describes, in other words than its own.");
    out.println();
    answers.forEach(answer -> AnswerTable.print(out, answer));
    out.flush();
  }

  /** Has the certificate of the first answer checked. */
  private void prove(ThreeSearches searches, List<DemoAnswer> answers) throws IOException {
    List<Discrepancy> wrong = searches.check(answers.getFirst().question());
    if (!wrong.isEmpty()) {
      throw new CommandFailedException("a certificate is wrong: " + wrong);
    }
    if (output.isJson()) {
      return;
    }
    LongSummaryStatistics scored =
        answers.stream().mapToLong(DemoAnswer::scored).summaryStatistics();
    output
        .out()
        .printf(
            Locale.ROOT,
            "By vector, the %d nearest of %,d entries were found by scoring %,d to %,d of them: by their codes,"
                + " no other can be one.%nThe certificate of the first search has just been checked by comparing"
                + " the question with every vector: verified.%n%n",
            ThreeSearches.SHOWN,
            documents,
            scored.getMin(),
            scored.getMax());
  }

  private void printNext() {
    if (output.isJson()) {
      return;
    }
    String place = index == null ? "demo" : index.toString();
    PrintWriter out = output.out();
    out.println();
    out.println("Next, for example:");
    if (index == null) {
      out.println("    ./nseek demo " + place);
    }
    out.println("    ./nseek search " + place + " --like 42 --certificate proof.json");
    out.println("    ./nseek verify " + place + " proof.json");
    out.println("    ./nseek hybrid " + place + " --text \"a fear of heights\" --explain");
    out.flush();
  }

  private void printComparison(
      List<DemoAnswer> answers, List<TypeComparison.Figures> figures, int queries)
      throws IOException {
    if (output.isJson()) {
      output.printJson(
          new Result(
              documents,
              EmbeddingModel.NAME,
              EmbeddingModel.DIMENSION,
              index == null ? null : index.toString(),
              answers,
              queries,
              TypeComparison.K,
              figures));
      return;
    }
    PrintWriter out = output.out();
    out.printf(
        Locale.ROOT,
        "The same vectors, stored as each element type; %d queries that are not in the index, one"
            + " thread:%n%n",
        queries);
    TextTable table =
        new TextTable("type", "bytes per vector", "index, bytes", "p50, ms", "recall@10");
    for (TypeComparison.Figures type : figures) {
      table.add(
          type.type(),
          String.format(Locale.ROOT, "%,d", type.bytesPerVector()),
          String.format(Locale.ROOT, "%,d", type.indexBytes()),
          String.format(Locale.ROOT, "%.3f", type.p50()),
          String.format(Locale.ROOT, "%.3f", type.recall()));
    }
    table.print(out);
    out.println();
    out.println("recall@10: how many of the 10 nearest by f64 are found.");
    out.flush();
  }

  private void converse(ThreeSearches searches) throws IOException {
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    output.prompt("Describe a word (an empty line ends): ");
    for (String question = questions.readLine();
        question != null && !question.isBlank();
        question = questions.readLine()) {
      AnswerTable.print(output.out(), searches.answer(question.strip(), null));
      output.out().flush();
      output.prompt("Describe a word (an empty line ends): ");
    }
  }
}
