package org.nseekfs.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.nseekfs.cli.index.DisposableDirectory;
import org.nseekfs.cli.index.IndexChoice;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.inspect.SegmentFacts;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.cli.output.Versions;
import org.nseekfs.codec.IndexConversion;
import org.nseekfs.quantization.kernel.Kernels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a page about how an index is searched. */
@Command(
    name = "report",
    description = {
      "Write a page about an index: recall against time on its own vectors, what codes rule out,"
          + " segments and bytes, the slowest searches.",
      "Searches for a sample of the index's vectors, one at a time on one thread; a document is not"
          + " counted as its own neighbour. The page is one file that needs no network."
    })
public final class ReportCommand implements Callable<Integer> {

  @Mixin private Output output;

  @Mixin private IndexChoice index;

  @Option(
      names = "--out",
      defaultValue = "report.html",
      paramLabel = "FILE.html",
      description = "The page to write (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--sample",
      defaultValue = "500",
      paramLabel = "N",
      description =
          "How many vectors of the index to search for, drawn at random, the same in every run"
              + " (default: ${DEFAULT-VALUE}, or all if there are fewer).")
  private int sample;

  @Option(
      names = "-k",
      defaultValue = "10",
      paramLabel = "K",
      description = "How many neighbours of each (default: ${DEFAULT-VALUE}).")
  private int k;

  @Option(
      names = "--hnsw",
      description =
          "Copy the index into Lucene's own format, in temporary files, and measure its graph too:"
              + " takes as long as Lucene takes to index these vectors.")
  private boolean hnsw;

  @Override
  public Integer call() throws IOException {
    output.requireAtLeast(1, "-k", k);
    output.requireAtLeast(1, "--sample", sample);
    output.requireWritable(out);
    try (VectorIndex opened = index.open()) {
      Report report = report(opened);
      ReportPage.write(report, out);
      print(report);
    }
    return 0;
  }

  private Report report(VectorIndex opened) throws IOException {
    SampleSearches searches = SampleSearches.of(opened, sample, k, output);
    List<Curve> curves = new ArrayList<>();
    SampleSearches.Exact exact = null;
    if (opened.isOurs()) {
      exact = searches.exact();
      curves.add(searches.toRecallTargets());
    } else {
      curves.add(searches.byLucene("Lucene's search in this index"));
    }
    if (hnsw) {
      curves.add(graph(opened, searches));
    }
    return new Report(
        index.path().toString(),
        opened.field(),
        opened.type().label(),
        opened.dimension(),
        opened.similarityFunction().name().toLowerCase(Locale.ROOT),
        opened.reader().numDocs(),
        opened.reader().numDeletedDocs(),
        new Versions().getVersion()[0],
        Runtime.version().toString(),
        Kernels.best().bits(),
        k,
        searches.count(),
        exact,
        curves,
        SegmentFacts.of(opened.reader(), List.of(opened.field())));
  }

  /** Measures Lucene's graph in a copy of the index. */
  private Curve graph(VectorIndex original, SampleSearches searches) throws IOException {
    try (DisposableDirectory place = DisposableDirectory.temporary()) {
      try (Directory directory = new MMapDirectory(place.path());
          Progress progress =
              output.progress("building Lucene's graph", original.reader().maxDoc())) {
        new IndexConversion(Codec.getDefault())
            .copy(original.reader(), directory, progress::stepTo);
      }
      try (VectorIndex copy = VectorIndex.open(place.path(), original.field(), null)) {
        return searches.in(copy).byLucene("Lucene's graph (HNSW)");
      }
    }
  }

  private void print(Report report) throws IOException {
    if (output.isJson()) {
      output.printJson(report);
      return;
    }
    output.out().println(out + ": open it in a browser");
    output.out().flush();
  }
}
