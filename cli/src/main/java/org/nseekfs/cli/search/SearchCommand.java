package org.nseekfs.cli.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nseekfs.cli.file.VectorFile;
import org.nseekfs.cli.index.DocumentText;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.IndexVectors;
import org.nseekfs.cli.index.LengthCheckedVectors;
import org.nseekfs.cli.index.TargetVector;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorOptions;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.cli.output.TextTable;
import org.nseekfs.cli.proof.CertificateFile;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.LshTopDocs;
import org.nseekfs.search.RawScoreDoc;
import org.nseekfs.search.VectorTopDocs;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches an index for the nearest vectors. */
@Command(
    name = "search",
    description = "Find the nearest vectors, nearest first: all of them, or a stated share.")
public final class SearchCommand implements Callable<Integer> {

  /** What is searched for: one of the two. */
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
    private Long like;
  }

  /** A document found; {@code raw} is the dot product, cosine or negated squared distance. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Hit(int rank, long id, double raw, float score, String key, String words, String gloss) {}

  /**
   * What was found for the query of a row, or for a document.
   *
   * @param estimatedRecall the share of the true hits that a search to a recall target expects to
   *     have found; null for exact searches
   * @param stopReason why such a search compared no more documents; null for exact searches
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(long query, List<Hit> hits, Double estimatedRecall, String stopReason) {

    private static Answer of(long query, List<Hit> hits, VectorTopDocs found) {
      return switch (found) {
        case CertifiedTopDocs exact -> new Answer(query, hits, null, null);
        case LshTopDocs share ->
            new Answer(
                query,
                hits,
                share.estimatedRecall(),
                share.stopReason().name().toLowerCase(Locale.ROOT));
      };
    }

    /** This answer of a search that {@link SearchPlan#withSelf} planned: of the others. */
    private Answer withoutSelf(int others) {
      return estimatedRecall == null
          ? this
          : new Answer(query, hits, SearchPlan.recallOfOthers(estimatedRecall, others), stopReason);
    }
  }

  /** What the command prints with --json. */
  record Result(String index, int k, String mode, String similarity, List<Answer> answers) {}

  @Mixin private Output output;

  @Option(names = "--index", required = true, paramLabel = "DIR", description = "The index.")
  private Path index;

  @ArgGroup(multiplicity = "1")
  private Targets targets;

  @Option(
      names = "-k",
      defaultValue = "10",
      paramLabel = "K",
      description = "How many to find (default: ${DEFAULT-VALUE}).")
  private int k;

  @Mixin private VectorOptions reading;

  @Mixin private ModeOptions how;

  @Mixin private ProofOptions proof;

  @Override
  public Integer call() throws IOException {
    output.requireAtLeast(1, "-k", k);
    proof.require(output, how.mode());
    SearchPlan plan = how.plan(output, k, 1);
    try (VectorIndex opened = VectorIndex.open(index, Fields.VECTOR)) {
      List<Answer> answers =
          targets.vectors == null ? List.of(searchLike(opened, plan)) : searchFile(opened, plan);
      print(opened, answers);
    }
    return 0;
  }

  private Answer searchLike(VectorIndex opened, SearchPlan plan) throws IOException {
    IndexVectors stored = new IndexVectors(opened);
    int row = stored.rowOf(targets.like);
    if (row < 0) {
      throw new CommandFailedException(
          "no document with a vector and id " + targets.like + " in " + index + ids(stored));
    }
    int others = Math.min(k, Integer.MAX_VALUE - 1);
    VectorTopDocs found = search(opened, stored, row, plan.withSelf(others));
    List<Hit> hits =
        hits(opened, found).stream().filter(hit -> hit.id() != targets.like).limit(others).toList();
    return Answer.of(targets.like, renumbered(hits), found).withoutSelf(others);
  }

  private static String ids(IndexVectors stored) {
    return stored.count() == 0
        ? ", which has no vectors"
        : ": ids run from " + stored.id(0) + " to " + stored.id(stored.count() - 1);
  }

  private static List<Hit> renumbered(List<Hit> hits) {
    List<Hit> renumbered = new ArrayList<>();
    for (Hit hit : hits) {
      renumbered.add(
          new Hit(
              renumbered.size() + 1,
              hit.id(),
              hit.raw(),
              hit.score(),
              hit.key(),
              hit.words(),
              hit.gloss()));
    }
    return renumbered;
  }

  private List<Answer> searchFile(VectorIndex opened, SearchPlan plan) throws IOException {
    List<Answer> answers = new ArrayList<>();
    try (VectorFile file = reading.open(targets.vectors);
        Progress progress = output.progress("searching", file.count())) {
      proof.requireOne(targets.vectors, file);
      LengthCheckedVectors queries = reading.read(file);
      for (int row = 0; row < queries.count(); row++) {
        VectorTopDocs found = search(opened, queries, row, plan);
        answers.add(Answer.of(row, hits(opened, found), found));
        progress.step();
      }
      if (opened.isOfUnitLength()) {
        VectorOptions.warnOfLengths(output, targets.vectors, queries);
      }
    }
    return answers;
  }

  private VectorTopDocs search(VectorIndex opened, VectorSource queries, int row, SearchPlan plan)
      throws IOException {
    TargetVector target = opened.target(queries, row);
    SearchCall call = plan.mode().call(opened.field(), List.of(target), plan);
    VectorTopDocs found = call.run(opened.searcher()).getFirst();
    if (found instanceof CertifiedTopDocs exact) {
      proof.write(opened, new CertificateFile.Request(opened.field(), plan.k(), target), exact);
    }
    return found;
  }

  private static List<Hit> hits(VectorIndex opened, VectorTopDocs found) throws IOException {
    List<Hit> hits = new ArrayList<>();
    for (int rank = 0; rank < found.scoreDocs.length; rank++) {
      RawScoreDoc hit = found.hit(rank);
      DocumentText text = opened.textOrNull(hit.doc);
      hits.add(
          new Hit(
              rank + 1,
              opened.id(hit.doc),
              hit.raw,
              hit.score,
              text == null ? null : text.key(),
              text == null ? null : text.words(),
              text == null ? null : text.gloss()));
    }
    return hits;
  }

  private void print(VectorIndex opened, List<Answer> answers) throws IOException {
    String similarity = opened.similarityFunction().name().toLowerCase(Locale.ROOT);
    if (output.isJson()) {
      output.printJson(new Result(index.toString(), k, how.mode().label(), similarity, answers));
      return;
    }
    PrintWriter out = output.out();
    for (Answer answer : answers) {
      out.println(targets.vectors == null ? "like " + answer.query() : "query " + answer.query());
      print(out, answer.hits());
      if (answer.estimatedRecall() != null) {
        out.printf(
            Locale.ROOT,
            "estimated recall %.4f (%s)%n",
            answer.estimatedRecall(),
            answer.stopReason().replace('_', ' '));
      }
      out.println();
    }
    out.println("raw: " + meaning(opened) + "; larger is nearer");
    out.flush();
  }

  private static void print(PrintWriter out, List<Hit> hits) {
    TextTable table = new TextTable("rank", "id", "raw", "score", "text");
    for (Hit hit : hits) {
      table.add(
          Integer.toString(hit.rank()),
          Long.toString(hit.id()),
          String.format(Locale.ROOT, "%.6f", hit.raw()),
          String.format(Locale.ROOT, "%.6f", hit.score()),
          hit.words() == null ? "" : TextTable.cut(hit.words() + ": " + hit.gloss(), 80));
    }
    table.print(out);
  }

  private static String meaning(VectorIndex opened) {
    return switch (opened.similarityFunction()) {
      case EUCLIDEAN -> "squared distance, negated";
      case COSINE -> "cosine";
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> "dot product";
    };
  }
}
