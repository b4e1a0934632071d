package org.nseekfs.benchmarks.served;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.cli.demo.AnswerTable;
import org.nseekfs.cli.demo.DemoAnswer;
import org.nseekfs.cli.demo.SampleQuestion;
import org.nseekfs.cli.demo.ThreeSearches;
import org.nseekfs.cli.embedding.EmbeddingModel;
import org.nseekfs.cli.index.DisposableDirectory;
import org.nseekfs.cli.index.DocumentText;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.cli.retrieval.FusionMethod;
import org.nseekfs.engines.EngineSession;
import org.nseekfs.engines.InstalledEngine;
import org.nseekfs.engines.http.EngineEntry;
import org.nseekfs.engines.http.EngineHit;
import org.nseekfs.engines.http.EngineIndex;
import org.nseekfs.engines.http.EngineRequest;
import org.nseekfs.engines.http.Nearest;

/**
 * The demonstration in a real engine: indexes over HTTP, asks over HTTP, shows how to ask again.
 */
final class EngineDemo {

  private static final EngineIndex INDEX =
      new EngineIndex(
          "wordnet",
          EngineIndex.Vectors.NSEEK,
          EmbeddingModel.DIMENSION,
          VectorSimilarityFunction.DOT_PRODUCT,
          1);

  private final Output output;
  private final EngineOption engine;
  private final EmbeddingModel model;

  EngineDemo(Output output, EngineOption engine, EmbeddingModel model) {
    this.output = output;
    this.engine = engine;
    this.model = model;
  }

  /** What the command prints with --json. */
  record Result(String engine, int documents, String model, List<DemoAnswer> answers) {}

  /**
   * Runs it; with text output, the engine goes on until standard input has a line, or ends.
   *
   * @param rows the embeddings of {@code synsets}
   */
  void run(List<DocumentText> synsets, float[][] rows) throws IOException {
    try (DisposableDirectory work = DisposableDirectory.temporary();
        EngineSession session = start(work.path())) {
      index(session, synsets, rows);
      List<DemoAnswer> answers = new ArrayList<>();
      List<String> commands = new ArrayList<>();
      Path requests = Files.createDirectory(work.path().resolve("requests"));
      for (SampleQuestion sample : SampleQuestion.values()) {
        float[] target = model.embed(List.of(sample.question()))[0];
        answers.add(answer(session, sample, target));
        Path body = requests.resolve(sample.name().toLowerCase(Locale.ROOT) + ".json");
        commands.add(command(session, hybrid(session, sample, target), body));
      }
      print(
          session, new Result(engine.name(), rows.length, EmbeddingModel.NAME, answers), commands);
      if (!output.isJson()) {
        output.prompt(
            "The engine runs as process " + session.process().pid() + ". Enter stops it.");
        System.in.read();
      }
    }
  }

  private EngineSession start(Path work) throws IOException {
    InstalledEngine installed = engine.install(work, false);
    try (Progress progress = output.progress("starting " + engine.name(), Progress.UNKNOWN)) {
      EngineSession session = EngineSession.start(installed);
      progress.step();
      return session;
    }
  }

  private void index(EngineSession session, List<DocumentText> synsets, float[][] rows)
      throws IOException {
    Iterator<EngineEntry> entries =
        IntStream.range(0, rows.length)
            .mapToObj(
                row -> {
                  DocumentText synset = synsets.get(row);
                  return new EngineEntry(synset.key(), synset.words(), synset.gloss(), rows[row]);
                })
            .iterator();
    try (Progress progress = output.progress("indexing over HTTP", rows.length)) {
      session.index(INDEX, entries, progress::stepTo);
    }
  }

  private static EngineRequest hybrid(
      EngineSession session, SampleQuestion sample, float[] target) {
    return session.dialect().hybrid(INDEX, sample.question(), target, ThreeSearches.SHOWN);
  }

  private static DemoAnswer answer(EngineSession session, SampleQuestion sample, float[] target)
      throws IOException {
    Nearest nearest = Nearest.exact(target, ThreeSearches.SHOWN);
    List<EngineHit> text =
        session.search(session.dialect().byText(INDEX, sample.question(), ThreeSearches.SHOWN));
    List<EngineHit> vector = session.search(session.dialect().nearestWithRaw(INDEX, nearest));
    List<EngineHit> fused = session.search(hybrid(session, sample, target));
    return new DemoAnswer(
        sample.question(),
        sample.expectedKey(),
        hits(text),
        hits(vector),
        FusionMethod.RRF.label(),
        hits(fused),
        null);
  }

  private static List<DemoAnswer.Hit> hits(List<EngineHit> found) {
    return found.stream()
        .map(
            hit -> {
              double score = Double.isNaN(hit.raw()) ? hit.score() : hit.raw();
              return new DemoAnswer.Hit(hit.id(), hit.words(), hit.gloss(), score);
            })
        .toList();
  }

  private static String command(EngineSession session, EngineRequest request, Path body)
      throws IOException {
    Files.writeString(body, request.body());
    return request.curl(session.process().uri(), body);
  }

  private void print(EngineSession session, Result result, List<String> commands)
      throws IOException {
    if (output.isJson()) {
      output.printJson(result);
      return;
    }
    PrintWriter out = output.out();
    out.printf(
        Locale.ROOT,
        "%,d dictionary entries (WordNet 3.1), embedded with %s, indexed and searched over HTTP in %s"
            + " at %s.%n",
        result.documents(),
        EmbeddingModel.NAME,
        result.engine(),
        session.process().uri());
    out.println("* marks the entry that the question describes, in other words than its own.");
    out.println();
    result.answers().forEach(answer -> AnswerTable.print(out, answer));
    out.println("The fused lists once more, while the engine runs:");
    out.println();
    commands.forEach(out::println);
    out.flush();
  }
}
