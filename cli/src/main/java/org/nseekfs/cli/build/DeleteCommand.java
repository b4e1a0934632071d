package org.nseekfs.cli.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.nseekfs.cli.index.DocumentIds;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.FilterOptions;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes documents. */
@Command(
    name = "delete",
    description = {
      "Delete documents of any Lucene index, by id or by values of their fields.",
      "Segments are left as they are: deleted documents take up space until segments merge, or"
          + " 'nseek convert' leaves them out of a copy."
    })
public final class DeleteCommand implements Callable<Integer> {

  /** What the command prints with --json. */
  record Result(String index, int deleted, int documents) {}

  @Mixin private Output output;

  @Parameters(paramLabel = "INDEX", description = "The directory of the index.")
  private Path index;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The id of documents to delete; may be given several times.")
  private List<String> ids = List.of();

  @Option(
      names = "--id-field",
      paramLabel = "NAME",
      description = "The field of ids, numbers or words (default: " + Fields.ID + ").")
  private String idField;

  @Mixin private FilterOptions filter;

  @Override
  public Integer call() throws IOException {
    filter.require(output);
    if (ids.isEmpty() == filter.isEmpty()) {
      throw output.usage("name what to delete, by --id or by --filter");
    }
    try (Directory directory = VectorIndex.openDirectory(index)) {
      int before;
      IndexWriterConfig config;
      List<Query> queries;
      try (DirectoryReader reader = VectorIndex.openReader(directory)) {
        before = reader.numDocs();
        config = config(reader);
        queries = queries(reader);
      }
      delete(directory, config, queries);
      try (DirectoryReader reader = VectorIndex.openReader(directory)) {
        print(new Result(index.toString(), before - reader.numDocs(), reader.numDocs()));
      }
    }
    return 0;
  }

  private List<Query> queries(DirectoryReader reader) throws IOException {
    if (!filter.isEmpty()) {
      return List.of(filter.queryOrNull(reader));
    }
    DocumentIds names = new DocumentIds(reader, idField);
    IndexSearcher searcher = new IndexSearcher(reader);
    List<Query> queries = new ArrayList<>();
    for (String id : ids) {
      Query query = names.query(id);
      if (searcher.count(query) == 0) {
        throw new CommandFailedException(
            "no document with id " + id + " in " + index + ": nothing is deleted");
      }
      queries.add(query);
    }
    return queries;
  }

  /** Of a writer that rewrites no segment. */
  private static IndexWriterConfig config(DirectoryReader reader) {
    FieldInfos fieldInfos = FieldInfos.getMergedFieldInfos(reader);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setOpenMode(IndexWriterConfig.OpenMode.APPEND)
            .setMergePolicy(NoMergePolicy.INSTANCE);
    if (fieldInfos.getSoftDeletesField() != null) {
      config.setSoftDeletesField(fieldInfos.getSoftDeletesField());
    }
    if (fieldInfos.getParentField() != null) {
      config.setParentField(fieldInfos.getParentField());
    }
    return config;
  }

  private void delete(Directory directory, IndexWriterConfig config, List<Query> queries)
      throws IOException {
    try {
      IndexWriting.run(
          directory, config, writer -> writer.deleteDocuments(queries.toArray(Query[]::new)));
    } catch (LockObtainFailedException e) {
      throw new CommandFailedException("something writes to " + index + ": close its writer first");
    }
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
            "%s: %,d documents deleted, %,d left%n",
            result.index(),
            result.deleted(),
            result.documents());
    output.out().flush();
  }
}
