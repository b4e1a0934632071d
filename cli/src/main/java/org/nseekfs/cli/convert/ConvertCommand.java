package org.nseekfs.cli.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.store.Directory;
import org.nseekfs.cli.index.StagedIndex;
import org.nseekfs.cli.index.VectorField;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.output.Output;
import org.nseekfs.codec.IndexConversion;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.ElementType;
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
          + " changed. Element types stay as they are, unless --type is given. Then every vector of"
          + " the copy is compared with its original: bit by bit, or to tell the largest rounding.",
      "Reads indexes whose codec is Lucene's default one or nseek's."
    })
public final class ConvertCommand implements Callable<Integer> {

  /** The formats that --to takes. */
  enum Format {
    NSEEK,
    LUCENE
  }

  /** The types that --type takes. */
  enum RoundedType {
    F8,
    F16,
    BF16,
    F32;

    private ElementType elementType() {
      return ElementType.valueOf(name());
    }
  }

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

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description =
          "Convert this field of vectors; may be given several times. The others stay in the formats"
              + " they have, with these formats' default settings (default: convert all).")
  private Set<String> names = Set.of();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Round the elements of the converted fields to f8, f16, bf16 or f32 (default: keep their"
              + " types).")
  private RoundedType type;

  @Option(names = "--overwrite", description = "Replace an index there, once the copy is made.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    if (type != null && format == Format.LUCENE) {
      throw output.usage("--type needs --to nseek: Lucene's own format holds f32 only");
    }
    long start = System.nanoTime();
    try (Directory directory = VectorIndex.openDirectory(in);
        DirectoryReader original = DirectoryReader.open(directory);
        StagedIndex staged = StagedIndex.create(out, overwrite, output::noteLeftover)) {
      Set<String> converted = converted(original);
      Set<String> rounded = type == null ? Set.of() : converted;
      IndexConversion conversion =
          new IndexConversion(codec(original, converted))
              .withTypes(
                  rounded.stream()
                      .collect(Collectors.toMap(name -> name, name -> type.elementType())));
      IndexCopy.Made made =
          new IndexCopy(output, in, rounded).make(original, conversion, staged.staging());
      long bytes = StagedIndex.bytes(staged.staging());
      staged.publish();
      CopyResult.of(out, made, bytes, start).print(output, "");
    }
    return 0;
  }

  /** The names of the fields to convert. */
  private Set<String> converted(DirectoryReader original) throws IOException {
    List<VectorField> all = VectorField.of(FieldInfos.getMergedFieldInfos(original));
    Set<String> converted = new LinkedHashSet<>();
    if (names.isEmpty()) {
      all.forEach(field -> converted.add(field.name()));
    }
    for (String name : names) {
      converted.add(VectorField.named(all, name).name());
    }
    return converted;
  }

  private Codec codec(DirectoryReader original, Set<String> converted) {
    Codec others = KeptFormats.of(original, converted);
    return format == Format.LUCENE || converted.isEmpty()
        ? others
        : new NSeekCodec(others, NSeekVectorsConfig.DEFAULT.withFields(converted));
  }
}
