package org.nseekfs.cli.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.store.Directory;
import org.nseekfs.cli.index.VectorField;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.TextTable;
import org.nseekfs.codec.spi.LshStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what an index holds. */
@Command(
    name = "stats",
    description = "Say what is in an index: its segments, files and fields of vectors.")
public final class StatsCommand implements Callable<Integer> {

  /** What the command prints with --json. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(
      String index,
      int documents,
      int deleted,
      long bytes,
      Map<String, String> userData,
      List<SegmentFacts> segments) {}

  @Mixin private Output output;

  @Parameters(paramLabel = "INDEX", description = "The directory of the index.")
  private Path index;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description = "Tell of this field of vectors only (default: of all).")
  private String field;

  @Option(names = "--files", description = "List every file of every segment.")
  private boolean files;

  @Override
  public Integer call() throws IOException {
    try (Directory directory = VectorIndex.openDirectory(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      List<SegmentFacts> segments = SegmentFacts.of(reader, fields(reader));
      Result result =
          new Result(
              index.toString(),
              reader.numDocs(),
              reader.numDeletedDocs(),
              segments.stream().mapToLong(SegmentFacts::bytes).sum(),
              reader.getIndexCommit().getUserData(),
              segments);
      if (output.isJson()) {
        output.printJson(result);
      } else {
        print(result);
      }
    }
    return 0;
  }

  /** The names of the fields to tell of. */
  private List<String> fields(DirectoryReader reader) throws IOException {
    List<VectorField> all = VectorField.of(FieldInfos.getMergedFieldInfos(reader));
    return field == null
        ? all.stream().map(VectorField::name).toList()
        : List.of(VectorField.named(all, field).name());
  }

  private void print(Result result) {
    PrintWriter out = output.out();
    out.printf(
        Locale.ROOT,
        "%s: %,d documents (%,d deleted besides) in %d segment(s), %,d bytes%n%n",
        result.index(),
        result.documents(),
        result.deleted(),
        result.segments().size(),
        result.bytes());
    fields(result).print(out);
    out.println();
    lsh(result)
        .ifPresent(
            table -> {
              table.print(out);
              out.println();
            });
    new ForeignFields(result.segments()).print(out, result.index());
    files(result).print(out);
    out.flush();
  }

  private static TextTable fields(Result result) {
    TextTable table =
        new TextTable(
            "segment",
            "field",
            "type",
            "format",
            "vectors",
            "dimension",
            "similarity",
            "bytes",
            "codes a vector");
    for (SegmentFacts segment : result.segments()) {
      for (VectorFieldFacts field : segment.fields()) {
        table.add(
            segment.name(),
            field.name(),
            field.type(),
            field.format(),
            grouped(field.count()),
            Integer.toString(field.dimension()),
            field.similarity(),
            field.bytes().isEmpty() ? "" : written(field.bytes()),
            codes(field.codeBytesPerVector()));
      }
    }
    return table;
  }

  private static String codes(Double bytesPerVector) {
    return bytesPerVector == null ? "none" : bytes(bytesPerVector);
  }

  private static String bytes(double bytesPerVector) {
    return String.format(Locale.ROOT, "%.1f B", bytesPerVector);
  }

  /** Sign codes and their buckets; empty if no field has any. */
  private static Optional<TextTable> lsh(Result result) {
    TextTable table =
        new TextTable(
            "segment",
            "field",
            "sign code",
            "LSH a vector",
            "buckets",
            "largest bucket",
            "mean bucket",
            "empty buckets");
    boolean any = false;
    for (SegmentFacts segment : result.segments()) {
      for (VectorFieldFacts field : segment.fields()) {
        LshStatistics lsh = field.lsh();
        if (lsh != null) {
          any = true;
          table.add(
              segment.name(),
              field.name(),
              lsh.bits() + " bits",
              bytes(field.lshBytesPerVector()),
              grouped(lsh.buckets()),
              grouped(lsh.largestBucket()),
              String.format(Locale.ROOT, "%.1f", lsh.meanBucket()),
              grouped(lsh.emptyBuckets()));
        }
      }
    }
    return any ? Optional.of(table) : Optional.empty();
  }

  private TextTable files(Result result) {
    TextTable table = new TextTable("segment", "documents", "file", "bytes");
    for (SegmentFacts segment : result.segments()) {
      Map<String, Long> shown = files ? segment.files() : segment.bytesByExtension();
      shown.forEach(
          (file, bytes) ->
              table.add(
                  segment.name(),
                  grouped(segment.documents()),
                  files ? file : "*." + file,
                  grouped(bytes)));
    }
    return table;
  }

  private static String written(Map<String, Long> bytes) {
    StringBuilder written = new StringBuilder();
    bytes.forEach(
        (file, count) -> written.append(", .").append(file).append(" ").append(grouped(count)));
    return written.substring(2);
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
