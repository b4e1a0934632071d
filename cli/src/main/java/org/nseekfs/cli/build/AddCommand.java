package org.nseekfs.cli.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.nseekfs.cli.file.VectorFile;
import org.nseekfs.cli.index.DocumentText;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.IndexMetadata;
import org.nseekfs.cli.index.IndexVectors;
import org.nseekfs.cli.index.LengthCheckedVectors;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorOptions;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds documents to an index that the command has made. */
@Command(
    name = "add",
    description = {
      "Add vectors to an index that 'nseek index' has made.",
      "Ids go on after the largest there is. Type, dimension and similarity are those of the index."
          + " All vectors are added or, if one is refused, none."
    })
public final class AddCommand implements Callable<Integer> {

  /** What the command prints with --json; ids of the vectors added. */
  record Result(String index, int added, long firstId, long lastId, int documents) {}

  /** What is to be known of an index before documents are added. */
  private record Known(RowDocuments documents, boolean isOfUnitLength) {}

  @Mixin private Output output;

  @Parameters(paramLabel = "INDEX", description = "The directory of the index.")
  private Path index;

  @Option(
      names = "--vectors",
      required = true,
      paramLabel = "FILE",
      description = "Vectors: " + VectorOptions.FORMATS + ".")
  private Path vectors;

  @Mixin private VectorOptions reading;

  @Option(names = "--text", paramLabel = "FILE.tsv", description = TextFile.CONTENTS)
  private Path text;

  @Override
  public Integer call() throws IOException {
    try (VectorFile file = reading.open(vectors)) {
      LengthCheckedVectors checked = reading.read(file);
      TextFile texts = text == null ? null : TextFile.open(text);
      if (texts != null) {
        texts.requireCount(vectors, file.count());
      }
      Known known = know(checked);
      write(known.documents(), texts);
      if (known.isOfUnitLength()) {
        VectorOptions.warnOfLengths(output, vectors, checked);
      }
      print(known.documents().firstId(), file.count());
    }
    return 0;
  }

  private Known know(VectorSource added) throws IOException {
    try (VectorIndex opened = VectorIndex.open(index, null)) {
      if (!IndexMetadata.isIn(opened.reader().getIndexCommit().getUserData())
          || !opened.field().equals(Fields.VECTOR)) {
        throw new CommandFailedException(
            index + " was not made by 'nseek index': only its own application knows its documents");
      }
      if (added.dimension() != opened.dimension()) {
        throw new CommandFailedException(
            vectors
                + " holds vectors of dimension "
                + added.dimension()
                + ", and "
                + index
                + " those of dimension "
                + opened.dimension());
      }
      IndexVectors stored = new IndexVectors(opened);
      long firstId = stored.count() == 0 ? 0 : stored.id(stored.count() - 1) + 1;
      return new Known(
          new RowDocuments(added, opened.type(), opened.similarityFunction(), firstId),
          opened.isOfUnitLength());
    }
  }

  private void write(RowDocuments documents, TextFile texts) throws IOException {
    if (texts == null) {
      write(documents, Collections.emptyIterator());
      return;
    }
    try (TextFile.Texts run = texts.texts()) {
      write(documents, run);
    }
  }

  private void write(RowDocuments documents, Iterator<DocumentText> texts) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig(new EnglishAnalyzer())
            .setOpenMode(IndexWriterConfig.OpenMode.APPEND)
            .setCodec(
                new NSeekCodec(
                    NSeekVectorsConfig.DEFAULT.withElementType(Fields.VECTOR, documents.type())));
    int count = documents.vectors().count();
    try (Directory directory = VectorIndex.openDirectory(index);
        Progress progress = output.progress("adding", count)) {
      IndexWriting.run(
          directory,
          config,
          writer -> {
            for (int row = 0; row < count; row++) {
              documents.add(writer, row, texts);
              progress.step();
            }
          });
    } catch (LockObtainFailedException e) {
      throw new CommandFailedException("something writes to " + index + ": close its writer first");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(vectors + ", " + e.getMessage(), e);
    }
  }

  private void print(long firstId, int added) throws IOException {
    try (VectorIndex opened = VectorIndex.open(index, Fields.VECTOR)) {
      Result result =
          new Result(
              index.toString(), added, firstId, firstId + added - 1, opened.reader().numDocs());
      if (output.isJson()) {
        output.printJson(result);
        return;
      }
      output
          .out()
          .printf(
              Locale.ROOT,
              "%s: %,d vectors added, ids %d to %d, %,d documents now%n",
              result.index(),
              result.added(),
              result.firstId(),
              result.lastId(),
              result.documents());
      output.out().flush();
    }
  }
}
