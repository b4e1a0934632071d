package org.nseekfs.cli.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.cli.output.TextTable;
import org.nseekfs.codec.IndexConversion;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies an index into another vectors format. */
@Command(
    name = "convert",
    description = {
      "Copy any Lucene index into the format of nseek, or back into Lucene's own.",
      "Documents and all other fields are kept, deleted documents left out, the original is not"
          + " changed. Element types stay as they are. Then every vector of the copy is compared with"
          + " its original, bit by bit.",
      "Reads indexes whose codec is Lucene's default one or nseek's."
    })
public final class ConvertCommand implements Callable<Integer> {

  /** The formats that --to takes. */
  enum Format {
    NSEEK,
    LUCENE
  }

  /**
   * A field of vectors.
   *
   * @param type how an element is stored
   * @param equalVectors how many vectors were compared and have the same bits: all
   */
  record Field(String name, String type, long equalVectors) {}

  /** What the command prints with --json. */
  record Result(
      String index, int documents, int segments, long bytes, List<Field> fields, double seconds) {}

  @Mixin private Output output;

  @Parameters(
      index = "0",
      paramLabel = "INDEX",
      description = "The directory of the index to copy.")
  private Path in;

  @Parameters(index = "1", paramLabel = "COPY", description = "The directory to make the copy in.")
  private Path out;

  @Option(
      names = "--to",
      defaultValue = "NSEEK",
      paramLabel = "FORMAT",
      description = "The format of vectors in the copy: nseek (default) or lucene.")
  private Format format;

  @Option(names = "--overwrite", description = "Replace an index there, once the copy is made.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    try (Directory directory = VectorIndex.openDirectory(in);
        DirectoryReader original = DirectoryReader.open(directory);
        StagedIndex staged = StagedIndex.create(out, overwrite, output::noteLeftover)) {
      List<FieldInfo> fields = vectorFields(original);
      Result result = convert(original, fields, staged, start);
      staged.publish();
      print(result);
    }
    return 0;
  }

  private static List<FieldInfo> vectorFields(DirectoryReader reader) {
    List<FieldInfo> fields = new ArrayList<>();
    for (FieldInfo info : FieldInfos.getMergedFieldInfos(reader)) {
      if (info.hasVectorValues()) {
        fields.add(info);
      }
    }
    return fields;
  }

  private Codec codec() {
    return format == Format.LUCENE
        ? Codec.getDefault()
        : new NSeekCodec(NSeekVectorsConfig.DEFAULT);
  }

  private Result convert(
      DirectoryReader original, List<FieldInfo> fields, StagedIndex staged, long start)
      throws IOException {
    try (Directory place = new MMapDirectory(staged.staging())) {
      try (Progress progress = output.progress("1/2 copying", original.maxDoc())) {
        new IndexConversion(codec()).copy(original, place, progress::stepTo);
      }
      try (DirectoryReader copy = DirectoryReader.open(place)) {
        List<Field> compared = compare(original, copy, fields);
        return new Result(
            out.toString(),
            copy.numDocs(),
            copy.leaves().size(),
            StagedIndex.bytes(staged.staging()),
            compared,
            (System.nanoTime() - start) / 1e9);
      }
    }
  }

  private List<Field> compare(
      DirectoryReader original, DirectoryReader copy, List<FieldInfo> fields) throws IOException {
    if (original.numDocs() != copy.numDocs()) {
      throw new CommandFailedException(
          "the copy has "
              + copy.numDocs()
              + " documents, and "
              + in
              + " has "
              + original.numDocs()
              + ": it is thrown away");
    }
    List<Field> compared = new ArrayList<>();
    long most = (long) original.numDocs() * fields.size();
    long before = 0;
    try (Progress progress = output.progress("2/2 comparing vectors", most)) {
      for (FieldInfo info : fields) {
        long base = before;
        VectorComparison comparison =
            new VectorComparison(vectors -> progress.stepTo(base + vectors));
        comparison.run(original, copy, info);
        before += original.numDocs();
        compared.add(field(info, comparison));
      }
    }
    return compared;
  }

  private Field field(FieldInfo info, VectorComparison comparison) {
    if (comparison.unequal() > 0) {
      throw new CommandFailedException(
          "field \""
              + info.getName()
              + "\": "
              + comparison.unequal()
              + " of "
              + comparison.vectors()
              + " vectors are not the same in the copy, which is thrown away: run 'nseek check' on "
              + in);
    }
    return new Field(info.getName(), new VectorField(info).type().label(), comparison.vectors());
  }

  private void print(Result result) throws IOException {
    if (output.isJson()) {
      output.printJson(result);
      return;
    }
    output
        .out()
        .printf(
            Locale.ROOT,
            "%s: %,d documents in %d segment(s), %,d bytes, %.1f s%n%n",
            result.index(),
            result.documents(),
            result.segments(),
            result.bytes(),
            result.seconds());
    TextTable table = new TextTable("field", "type", "vectors equal bit by bit");
    for (Field each : result.fields()) {
      table.add(each.name(), each.type(), String.format(Locale.ROOT, "%,d", each.equalVectors()));
    }
    table.print(output.out());
    output.out().flush();
  }
}
