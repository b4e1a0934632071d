package org.nseekfs.cli.build;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.nseekfs.cli.embedding.EmbeddingModel;
import org.nseekfs.cli.file.MalformedFileException;
import org.nseekfs.cli.file.VectorFile;
import org.nseekfs.cli.index.DocumentText;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.IndexMetadata;
import org.nseekfs.cli.index.LengthCheckedVectors;
import org.nseekfs.cli.index.StagedIndex;
import org.nseekfs.cli.index.VectorOptions;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.ElementType;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Makes an index of a file of vectors. */
@Command(
    name = "index",
    description = {
      "Make an index of the vectors in a file, and of texts.",
      "The number of a vector's row becomes the id of its document."
    })
public final class IndexCommand implements Callable<Integer> {

  /** The types that --type takes. */
  enum StoredType {
    F8,
    F16,
    BF16,
    F32,
    F64,
    BYTE;

    ElementType elementType() {
      return ElementType.valueOf(name());
    }
  }

  /** Lucene's names in any case, and max_inner_product for the longest. */
  private static final class SimilarityName implements ITypeConverter<VectorSimilarityFunction> {
    @Override
    public VectorSimilarityFunction convert(String name) {
      String upperCase = name.toUpperCase(Locale.ROOT);
      try {
        return upperCase.equals("MAX_INNER_PRODUCT")
            ? VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT
            : VectorSimilarityFunction.valueOf(upperCase);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "must be dot_product, cosine, euclidean or max_inner_product, got '" + name + "'");
      }
    }
  }

  /** Whether something is written. */
  enum Switch {
    ON,
    OFF
  }

  /** What the command prints with --json. */
  record Result(
      String index,
      long vectors,
      int dimension,
      String type,
      String similarity,
      int segments,
      long bytes,
      double seconds) {}

  @Mixin private Output output;

  @Option(
      names = "--vectors",
      required = true,
      paramLabel = "FILE",
      description = "Vectors: " + VectorOptions.FORMATS + ".")
  private Path vectors;

  @Mixin private VectorOptions reading;

  @Option(names = "--text", paramLabel = "FILE.tsv", description = TextFile.CONTENTS)
  private Path text;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "The model that made the vectors from the texts, for 'nseek hybrid' to embed questions"
              + " with, which knows "
              + EmbeddingModel.NAME
              + ".")
  private String model;

  @Option(
      names = "--type",
      defaultValue = "F32",
      paramLabel = "TYPE",
      description =
          "How to store an element: f8, f16, bf16, f32 (default), f64; byte, for integers from -128"
              + " to 127.")
  private StoredType type;

  @Option(
      names = "--similarity",
      defaultValue = "DOT_PRODUCT",
      converter = SimilarityName.class,
      paramLabel = "NAME",
      description =
          "How to compare: dot_product (default; vectors of unit length), cosine, euclidean,"
              + " max_inner_product.")
  private VectorSimilarityFunction similarity;

  @Parameters(
      index = "0",
      paramLabel = "INDEX",
      description = "The directory to make the index in.")
  private Path index;

  @Option(names = "--overwrite", description = "Replace an index there, once the new one is made.")
  private boolean overwrite;

  @Option(
      names = "--segments",
      paramLabel = "N",
      description = "Make exactly N segments of near equal size (default: as Lucene merges them).")
  private Integer segments;

  @Option(
      names = "--codes",
      defaultValue = "ON",
      paramLabel = "on|off",
      description =
          "Whether to write codes beside the vectors, by which exact searches rule documents out"
              + " (default: on). Segments of few vectors get none.")
  private Switch codes;

  @Option(
      names = "--lsh",
      defaultValue = "ON",
      paramLabel = "on|off",
      description =
          "Whether to write sign codes beside the vectors, by which searches with --mode lsh pass"
              + " over unlikely hits (default: on). Segments of few vectors get none.")
  private Switch lsh;

  @Option(
      names = "--ram-buffer",
      defaultValue = "256",
      paramLabel = "MB",
      description = "Memory to fill before a segment is written (default: ${DEFAULT-VALUE}).")
  private double ramBuffer;

  @Override
  public Integer call() throws IOException {
    IndexSettings settings = settings();
    long start = System.nanoTime();
    try (StagedIndex staged = StagedIndex.create(index, overwrite, output::noteLeftover);
        VectorFile file = reading.open(vectors)) {
      TextFile texts = text == null ? null : TextFile.open(text);
      if (texts != null) {
        texts.requireCount(vectors, file.count());
      }
      int segmentCount = write(settings, file, texts, staged.staging());
      staged.publish();
      double seconds = (System.nanoTime() - start) / 1e9;
      print(file, segmentCount, seconds);
    }
    return 0;
  }

  private IndexSettings settings() {
    if (type == StoredType.BYTE && reading.normalize()) {
      throw output.usage(
          "--normalize makes fractions, and --type byte holds integers: leave out one");
    }
    if (segments != null) {
      output.requireAtLeast(1, "--segments", segments);
    }
    try {
      return new IndexSettings(
          NSeekVectorsConfig.DEFAULT
              .withElementType(Fields.VECTOR, type.elementType())
              .withCodes(codes == Switch.ON)
              .withLsh(lsh == Switch.ON),
          similarity,
          segments == null ? IndexSettings.ANY_SEGMENTS : segments,
          ramBuffer);
    } catch (IllegalArgumentException e) {
      throw output.usage(e.getMessage());
    }
  }

  private int write(IndexSettings settings, VectorFile file, TextFile texts, Path place)
      throws IOException {
    IndexMetadata metadata =
        new IndexMetadata(
            settings.type(),
            settings.similarityFunction(),
            vectors.getFileName().toString(),
            reading.normalize(),
            model);
    IndexBuilder builder = new IndexBuilder(settings, metadata.toUserData());
    try (Directory directory = new MMapDirectory(place);
        Progress progress = output.progress("indexing", file.count())) {
      if (texts == null) {
        build(builder, directory, file, Collections.emptyIterator(), progress);
      } else {
        try (TextFile.Texts run = texts.texts()) {
          build(builder, directory, file, run, progress);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        return reader.leaves().size();
      }
    }
  }

  private void build(
      IndexBuilder builder,
      Directory directory,
      VectorFile file,
      Iterator<DocumentText> texts,
      Progress progress)
      throws IOException {
    try {
      LengthCheckedVectors checked = reading.read(file);
      builder.build(directory, checked, texts, progress::stepTo);
      if (similarity == VectorSimilarityFunction.DOT_PRODUCT && type != StoredType.BYTE) {
        VectorOptions.warnOfLengths(output, vectors, checked);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(vectors + ", " + e.getMessage(), e);
    } catch (MalformedFileException | FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(index + " cannot be written: " + e.getMessage(), e);
    }
  }

  private void print(VectorFile file, int segmentCount, double seconds) throws IOException {
    Result result =
        new Result(
            index.toString(),
            file.count(),
            file.dimension(),
            type.elementType().label(),
            similarity.name().toLowerCase(Locale.ROOT),
            segmentCount,
            StagedIndex.bytes(index),
            seconds);
    if (output.isJson()) {
      output.printJson(result);
      return;
    }
    output
        .out()
        .printf(
            Locale.ROOT,
            "%s: %,d vectors of dimension %d as %s, %s, %d segment(s), %,d bytes, %.1f s%n",
            result.index(),
            result.vectors(),
            result.dimension(),
            result.type(),
            result.similarity(),
            result.segments(),
            result.bytes(),
            result.seconds());
    output.out().flush();
  }
}
